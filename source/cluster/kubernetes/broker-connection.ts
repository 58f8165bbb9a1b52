import type { Duplex } from 'node:stream';
import { debugLog } from '../../debug/debug-log.ts';
import { LabError } from '../../errors/lab-error.ts';
import { exchange } from './exchange.ts';
import { unlessAborted } from './unless-aborted.ts';

const debug = debugLog.section('cluster');

/** How a request is written, and what its response says. */
export interface RequestForm<Answer> {
  encode(correlationId: number): Buffer;
  /** @throws RangeError: it is no such response */
  decode(bytes: Buffer): Answer;
  /** The most bytes that the response may have, if it may have more than usual. */
  readonly largest?: number;
}

/** A connection to a broker that stays open between requests. After `drop`, the next request opens another one. */
export class BrokerConnection {
  #stream: Promise<Duplex> | undefined;
  #correlationId = 0;

  /** One request at a time. @throws LabError `protocol`: the response is that of another request */
  async ask<Answer extends { readonly correlationId: number }>(
    open: () => Promise<Duplex>,
    { encode, decode, largest }: RequestForm<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    this.#stream ??= open().then((stream) => {
      // It may break while nobody asks; the next exchange sees that it is destroyed.
      stream.on('error', (error) => debug('a connection to a broker: %s', error));
      return stream;
    });
    const stream = await unlessAborted(this.#stream, signal);
    this.#correlationId = (this.#correlationId + 1) % 2 ** 31;
    const asked = this.#correlationId;
    const answer = decode(await exchange(stream, encode(asked), signal, largest));
    if (answer.correlationId !== asked) throw new LabError('protocol', 'a broker answered another request');
    return answer;
  }

  async drop(): Promise<void> {
    const stream = this.#stream;
    this.#stream = undefined;
    // One that could not be opened has nothing to close.
    await stream?.then((open) => open.destroy()).catch((error: unknown) => debug('closing: %s', error));
  }
}
