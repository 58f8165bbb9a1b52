import { debugLog } from '../../../../debug/debug-log.ts';
import type { Share } from '../../../bounds/held-bytes.ts';
import { inLaterTurn, runInSlices } from '../../../bounds/lanes/kafka.ts';
import { Outbox } from '../../../bounds/outbox.ts';
import { sharedSlice, whenDone } from '../../../bounds/slices.ts';
import type { Connection, Peer } from '../../../network/pod-network.ts';
import { FrameSplitter } from '../../bytes/frame.ts';
import { WireReader } from '../../bytes/reader.ts';
import { WireError } from '../../bytes/wire-error.ts';
import { apis } from '../../messages/apis.ts';
import { type RequestHeader, readRequestHeader } from '../../messages/header.ts';
import { answerApiVersions, apiVersionsKey } from '../handlers/api-versions.ts';
import {
  type AddressOf,
  type Answer,
  type BrokerContext,
  ConnectionRefusedError,
  noResponse,
  type RequestContext,
} from '../requests/request-context.ts';
import { encodeResponse } from './encode-response.ts';
import { readRequest } from './read-request.ts';

const debug = debugLog.section('kafka');

const logger = 'org.apache.kafka.common.network.Selector';
// How many bytes are read ahead from a peer that sends while its request is in progress.
const readAheadBytes = 256 * 1024;

/** The largest request, whatever `socket.request.max.bytes` allows: its parts are concatenated in one step. */
export const mostRequestBytes = 32 * 1024 * 1024;

/** The most array elements in one request, such as partitions and their replicas: this many are read and answered in about 50 ms. */
export const mostRequestElements = 30_000;

/**
 * One client's connection. Requests are processed one at a time and in order, as a broker mutes a channel until the response is sent.
 * This bounds a client's requests in flight; a peer that does not read its responses is not read from.
 */
export class ClientConnection {
  readonly #stream: Connection;
  readonly #peer: Peer;
  readonly #broker: BrokerContext;
  readonly #addressOf: AddressOf;
  readonly #splitter: FrameSplitter;
  /** Bytes received but not yet split into requests. */
  readonly #arrived: Buffer[] = [];
  /** Whole requests waiting for the current one. */
  readonly #queue: Buffer[] = [];
  /** The total of both. */
  #queuedBytes = 0;
  /** The size of the request that is handled over several turns. */
  #inProgressBytes = 0;
  /** The size so far of a response that is encoded over several turns. */
  #encodedBytes = 0;
  readonly #cancels = new Set<() => void>();
  readonly #onClosed: () => void;
  #busy = false;
  /** Continues with the queue after other work on the event loop. */
  #callOff: (() => void) | undefined;
  readonly #share: Share;
  /** Responses that the client has not read yet. */
  readonly #outbox: Outbox;
  #closed = false;
  /** Responses that became ready during a pause; undefined outside a pause. */
  #held: Buffer[] | undefined;

  constructor(options: {
    stream: Connection;
    peer: Peer;
    broker: BrokerContext;
    addressOf: AddressOf;
    onClosed: () => void;
  }) {
    this.#stream = options.stream;
    this.#peer = options.peer;
    this.#broker = options.broker;
    this.#addressOf = options.addressOf;
    this.#onClosed = options.onClosed;
    this.#splitter = new FrameSplitter(
      Math.min(options.broker.config.settings.requestMaxBytes, mostRequestBytes),
    );
    const { id, cluster } = options.broker;
    const what = `a connection of ${options.peer.ip}:${options.peer.port} to broker ${id}`;
    const breakOff = () => this.close();
    this.#share = cluster.held.share(what, breakOff);
    // Its `drain` listener runs first: queued output is flushed before the next request is taken.
    this.#outbox = new Outbox(this.#stream, { held: cluster.held, what, breakOff });
    this.#stream.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#stream.on('drain', () => this.#proceed());
    // A half-closed peer sends nothing more; a broker then closes the connection.
    this.#stream.on('end', () => this.close());
    this.#stream.on('error', () => this.close());
    this.#stream.on('close', () => this.close());
  }

  /** The broker is paused: nothing is read, and no response is sent. */
  pause(): void {
    if (this.#closed || this.#held) return;
    this.#held = [];
    this.#stream.pause();
  }

  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#countHeld();
    for (const response of held) this.#send(response);
    this.#proceed();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#callOff?.();
    this.#queue.length = 0;
    this.#arrived.length = 0;
    this.#share.end();
    this.#outbox.close();
    for (const cancel of [...this.#cancels]) cancel();
    this.#cancels.clear();
    this.#stream.destroy();
    this.#onClosed();
  }

  #receive(chunk: Buffer): void {
    if (this.#closed) return;
    this.#arrived.push(chunk);
    this.#queuedBytes += chunk.length;
    this.#countHeld();
    this.#proceed();
    if (!this.#closed && this.#waits && this.#queuedBytes > readAheadBytes) this.#stream.pause();
  }

  /** Throws a {@link WireError}. */
  #nextRequest(): Buffer | undefined {
    while (this.#queue.length === 0) {
      const chunk = this.#arrived.shift();
      if (!chunk) return undefined;
      this.#queuedBytes -= chunk.length;
      const frames = runInSlices(this.#splitter.pushInSteps(chunk));
      if (frames instanceof Promise) {
        this.#continueWith(frames);
        return undefined;
      }
      this.#enqueue(frames);
    }
    const request = this.#queue.shift()!;
    this.#queuedBytes -= request.length;
    return request;
  }

  #enqueue(requests: readonly Buffer[]): void {
    for (const request of requests) {
      this.#queue.push(request);
      this.#queuedBytes += request.length;
    }
  }

  /** A large request is put together over several turns. */
  #continueWith(frames: Promise<readonly Buffer[]>): void {
    this.#busy = true;
    frames.then(
      (requests) => {
        this.#busy = false;
        if (this.#closed) return;
        this.#enqueue(requests);
        this.#proceed();
      },
      (error: unknown) => this.#fail(error),
    );
  }

  /** Requests without an answer, and responses that are encoded or wait for the end of a pause. */
  #countHeld(): void {
    if (this.#closed) return;
    const answers = this.#held?.reduce((sum, { length }) => sum + length, 0) ?? 0;
    this.#share.set(
      this.#splitter.held + this.#queuedBytes + this.#inProgressBytes + this.#encodedBytes + answers,
    );
  }

  get #waits(): boolean {
    return this.#busy || this.#callOff !== undefined || this.#held !== undefined || this.#outbox.isBehind;
  }

  #proceed(): void {
    try {
      while (!this.#closed && !this.#waits) {
        if (this.#queue.length + this.#arrived.length > 0 && sharedSlice.isOver()) {
          this.#callOff = inLaterTurn(() => {
            this.#callOff = undefined;
            this.#proceed();
          }, this);
          break;
        }
        const request = this.#nextRequest();
        if (!request) break;
        this.#handle(request);
      }
    } catch (error) {
      this.#fail(error);
    }
    if (!this.#closed && !this.#waits && this.#stream.isPaused()) this.#stream.resume();
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    const expected = error instanceof WireError || error instanceof ConnectionRefusedError;
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.#broker.log(
      expected ? 'WARN' : 'ERROR',
      `[SocketServer listenerType=ZK_BROKER, nodeId=${this.#broker.id}] Closing socket for ` +
        `${this.#peer.ip}:${this.#peer.port} because of error: ${what}`,
      logger,
    );
    this.close();
  }

  #handle(request: Buffer): void {
    const reader = new WireReader(request, 0, request.length, mostRequestElements);
    const header = readRequestHeader(reader, (key) => apis.get(key));
    debug('api key %d, version %d, from %s', header.requestApiKey, header.requestApiVersion, this.#peer.ip);
    const context: RequestContext = {
      broker: this.#broker,
      version: header.requestApiVersion,
      clientId: header.clientId ?? '',
      clientHost: `/${this.#peer.ip}`,
      addressOf: this.#addressOf,
      onClose: (cancel) => {
        this.#cancels.add(cancel);
        return () => this.#cancels.delete(cancel);
      },
    };
    if (header.requestApiKey === apiVersionsKey) {
      this.#send(answerApiVersions(reader, header));
      return;
    }
    const { handler, body } = readRequest(reader, header, request.length);
    const answer = whenDone(body, (value) => (this.#closed ? noResponse : handler(value, context)));
    const sent = whenDone(answer, (value) => (this.#closed ? undefined : this.#respond(header, value)));
    if (!(sent instanceof Promise)) return;
    this.#busy = true;
    this.#inProgressBytes = request.length;
    this.#countHeld();
    sent.then(
      () => {
        this.#busy = false;
        this.#inProgressBytes = 0;
        this.#countHeld();
        this.#proceed();
      },
      (error: unknown) => this.#fail(error),
    );
  }

  #respond(header: RequestHeader, answer: Answer<unknown>): void | Promise<void> {
    if (answer === noResponse) return;
    const encoded = encodeResponse(header, answer as object, (bytes) => {
      this.#encodedBytes = bytes;
      this.#countHeld();
      return !this.#closed;
    });
    return whenDone(encoded, (pieces) => {
      this.#encodedBytes = 0;
      this.#send(...pieces);
    });
  }

  #send(...response: readonly Buffer[]): void {
    if (this.#closed) return;
    if (this.#held) {
      this.#held.push(...response);
      this.#countHeld();
      return;
    }
    if (response.length > 1) this.#stream.cork();
    for (const piece of response) this.#outbox.push(piece);
    if (response.length > 1) this.#stream.uncork();
  }
}
