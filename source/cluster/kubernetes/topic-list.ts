import type { Duplex } from 'node:stream';
import { describeError, LabError } from '../../errors/lab-error.ts';
import type { TopicSeen } from '../../lab/model/observations.ts';
import { BrokerConnection } from './broker-connection.ts';
import type { BrokerRoutes } from './broker-routes.ts';
import { isKafkaFailure } from './kafka-failure.ts';
import { decodeTopicsResponse, encodeTopicsRequest } from './topics-request.ts';
import { unlessAborted } from './unless-aborted.ts';

/** How long one broker has, so that a dead one leaves time for the next. */
const askLimitMs = 4_000;

/** Asks brokers for the topics, with and without leaders, over a connection that stays open: see topics-request.ts. */
export class TopicList {
  readonly #routes: BrokerRoutes;
  readonly #connection = new BrokerConnection();
  #broker = 0;
  readonly #closing = new AbortController();
  #asking: Promise<readonly TopicSeen[]> | undefined;

  constructor(routes: BrokerRoutes) {
    this.#routes = routes;
  }

  /** Overlapping calls share an answer. @throws LabError: no broker answers */
  all(signal: AbortSignal): Promise<readonly TopicSeen[]> {
    signal.throwIfAborted();
    this.#asking ??= this.#askUntilAnswered(this.#closing.signal).finally(() => {
      this.#asking = undefined;
    });
    return unlessAborted(this.#asking, signal);
  }

  close(): void {
    this.#closing.abort(new LabError('cluster', 'the observer is closed'));
    void this.#connection.drop();
  }

  /** The next question goes to another broker. */
  turn(): void {
    void this.#connection.drop();
    this.#broker += 1;
  }

  /** Asks each broker once, from the one on that answered last. */
  async #askUntilAnswered(signal: AbortSignal): Promise<readonly TopicSeen[]> {
    signal.throwIfAborted();
    const seeds = await this.#routes.seeds();
    let failure: unknown = new LabError('cluster', 'no broker runs');
    for (let left = seeds.length; left > 0; left -= 1) {
      try {
        return await this.#ask(
          seeds[this.#broker % seeds.length]!,
          AbortSignal.any([signal, AbortSignal.timeout(askLimitMs)]),
        );
      } catch (error) {
        this.turn();
        failure = error;
        if (signal.aborted || !(error instanceof RangeError || isKafkaFailure(error))) throw error;
      }
    }
    if (failure instanceof LabError) throw failure;
    throw new LabError('cluster', `Kafka does not answer (${describeError(failure)})`, { cause: failure });
  }

  async #ask(seed: string, signal: AbortSignal): Promise<readonly TopicSeen[]> {
    const [host = '', port] = seed.split(':');
    const form = { encode: encodeTopicsRequest, decode: decodeTopicsResponse };
    const open = (): Promise<Duplex> => this.#routes.open(host, Number(port));
    return (await this.#connection.ask(open, form, signal)).topics;
  }
}
