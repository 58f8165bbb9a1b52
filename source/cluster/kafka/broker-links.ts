import { describeError, LabError } from '../../errors/lab-error.ts';
import { BrokerConnection, type RequestForm } from '../kubernetes/broker-connection.ts';
import type { BrokerRoutes } from '../kubernetes/broker-routes.ts';
import { isKafkaFailure } from '../kubernetes/kafka-failure.ts';

/** How long one broker has for an answer, so that a dead one leaves time for the next. */
const askLimitMs = 4_000;
/** Nobody looks any more after that. */
const idleMs = 15_000;

type Host = { readonly host: string; readonly port: number };

interface Link {
  readonly connection: BrokerConnection;
  /** The last question, answered or not: the next one waits for it. */
  last: Promise<unknown>;
  /** A broker closes a connection that was idle for long: the question is then asked again over a new one. */
  hasAnswered: boolean;
  idle: NodeJS.Timeout | undefined;
}

/** Connections to brokers for questions that other clients do not notice; each closes when nobody has asked for some seconds. */
export class BrokerLinks {
  readonly #routes: BrokerRoutes;
  readonly #links = new Map<string, Link>();
  readonly #closing = new AbortController();
  #seed = 0;

  constructor(routes: BrokerRoutes) {
    this.#routes = routes;
  }

  /** Asks a broker by the address that it advertises. @throws LabError: it does not answer */
  async ask<Answer extends { readonly correlationId: number }>(
    broker: Host,
    form: RequestForm<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const key = `${broker.host}:${broker.port}`;
    const link = this.#links.get(key) ?? {
      connection: new BrokerConnection(),
      last: Promise.resolve(),
      hasAnswered: false,
      idle: undefined,
    };
    this.#links.set(key, link);
    const answer = link.last.then(() => this.#exchange(link, broker, form, signal));
    link.last = answer.catch(() => {});
    return answer;
  }

  /** Asks any broker, beginning with the one that answered last. @throws LabError: none runs, or none answers */
  async askAny<Answer extends { readonly correlationId: number }>(
    form: RequestForm<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const seeds = await this.#routes.seeds();
    let failure: unknown = new LabError('cluster', 'no broker is running', {
      hint: 'run the step that starts the brokers, or look at `:pods`',
    });
    for (let left = seeds.length; left > 0; left -= 1) {
      const [host = '', port] = seeds[this.#seed % seeds.length]!.split(':');
      try {
        return await this.ask({ host, port: Number(port) }, form, signal);
      } catch (error) {
        if (signal.aborted || !isKafkaFailure(error)) throw error;
        this.#seed += 1;
        failure = error;
      }
    }
    throw failure;
  }

  close(): void {
    this.#closing.abort(new LabError('cluster', 'the view is closed'));
    for (const { connection, idle } of this.#links.values()) {
      clearTimeout(idle);
      void connection.drop();
    }
    this.#links.clear();
  }

  async #exchange<Answer extends { readonly correlationId: number }>(
    link: Link,
    { host, port }: Host,
    form: RequestForm<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    clearTimeout(link.idle);
    signal.throwIfAborted();
    this.#closing.signal.throwIfAborted();
    const limit = AbortSignal.any([signal, this.#closing.signal, AbortSignal.timeout(askLimitMs)]);
    try {
      const answer = await link.connection.ask(() => this.#routes.open(host, port), form, limit);
      link.hasAnswered = true;
      return answer;
    } catch (error) {
      // What the broker still sends belongs to a question that is over.
      void link.connection.drop();
      if (link.hasAnswered && !limit.aborted && isKafkaFailure(error)) {
        link.hasAnswered = false;
        return await this.#exchange(link, { host, port }, form, signal);
      }
      if (signal.aborted || error instanceof LabError) throw error;
      if (!isKafkaFailure(error) && !(error instanceof RangeError)) throw error;
      const reason = error instanceof RangeError ? error.message : describeError(error);
      throw new LabError('cluster', `broker \`${host}:${port}\` does not answer (${reason})`, {
        cause: error,
      });
    } finally {
      link.idle = setTimeout(() => void link.connection.drop(), idleMs);
      link.idle.unref();
    }
  }
}
