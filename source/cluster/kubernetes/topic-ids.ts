import type { Duplex } from 'node:stream';
import { debugLog } from '../../debug/debug-log.ts';
import { BrokerConnection } from './broker-connection.ts';
import { isKafkaFailure } from './kafka-failure.ts';
import { decodeMetadataResponse, encodeMetadataRequest } from './metadata-request.ts';

const debug = debugLog.section('cluster');

/** A broker that is too old, or away, is not asked at each count. */
const againAfterMs = 10_000;

/** Asks brokers for the id of a topic, over a connection that stays open: see metadata-request.ts. */
export class TopicIds {
  readonly #open: () => Promise<Duplex>;
  readonly #now: () => number;
  readonly #connection = new BrokerConnection();
  #asking: Promise<string | undefined> | undefined;
  #restsUntil = Number.NEGATIVE_INFINITY;

  /** `open` leads to any broker. `now` in ms of a clock that only goes forward. */
  constructor(open: () => Promise<Duplex>, now: () => number = () => performance.now()) {
    this.#open = open;
    this.#now = now;
  }

  /** Which topic of that name there is now; undefined if there is none, or if no broker tells. Overlapping calls share an answer. */
  idOf(topic: string, signal: AbortSignal): Promise<string | undefined> {
    this.#asking ??= this.#ask(topic, signal).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async close(): Promise<void> {
    this.#restsUntil = Number.POSITIVE_INFINITY;
    await this.#connection.drop();
  }

  async #ask(topic: string, signal: AbortSignal): Promise<string | undefined> {
    if (this.#now() < this.#restsUntil) return undefined;
    try {
      const encode = (correlationId: number): Buffer => encodeMetadataRequest(topic, correlationId);
      const form = { encode, decode: decodeMetadataResponse };
      return (await this.#connection.ask(this.#open, form, signal)).id;
    } catch (error) {
      void this.#connection.drop();
      if (!signal.aborted) this.#restsUntil = Math.max(this.#restsUntil, this.#now() + againAfterMs);
      // Without an id, nothing is compared; the rest of the count does not need it.
      if (!signal.aborted && !(error instanceof RangeError) && !isKafkaFailure(error)) throw error;
      debug('asking for the id of a topic: %s', error);
      return undefined;
    }
  }
}
