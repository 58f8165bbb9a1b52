import { logLine } from '../../../zookeeper/log-line.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import type { FetchedRecord } from '../client/partition-fetcher.ts';
import { JavaError, thrownAs, thrownText } from '../command-line/java-main.ts';
import type { ConsumerPlan } from './consumer-options.ts';

/** `--timeout-ms` expired. */
export class ConsumeTimeout extends Error {}

/** A message that the formatter refuses. */
export class UnprintableMessage extends JavaError {}

export const consumerLogger = 'kafka.tools.ConsoleConsumer$';

/** Prints records up to the limit, and keeps the time. */
export class MessagePrinter {
  count = 0;
  readonly #context: ProgramContext;
  readonly #plan: ConsumerPlan;
  #last = performance.now();

  constructor(context: ProgramContext, plan: ConsumerPlan) {
    this.#context = context;
    this.#plan = plan;
  }

  get done(): boolean {
    const { maxMessages } = this.#plan;
    return (maxMessages !== -1 && this.count >= maxMessages) || this.#context.killed.aborted;
  }

  /** How long to wait for records, at most half a second. Throws ConsumeTimeout if there is no time left. */
  waitMs(): number {
    const { timeoutMs } = this.#plan;
    if (timeoutMs < 0) return 500;
    const left = this.#last + timeoutMs - performance.now();
    if (left <= 0) throw new ConsumeTimeout();
    return Math.max(1, Math.min(500, Math.ceil(left)));
  }

  /** Prints up to the limit, and tells what it took. Throws UnprintableMessage. */
  async print(
    records: readonly FetchedRecord[],
    took: (record: FetchedRecord) => void = () => undefined,
  ): Promise<void> {
    for (const record of records) {
      if (this.done) return;
      this.count++;
      took(record);
      const text = await this.#format(record);
      await writeText(this.#context.stdout, text, this.#context.killed);
      this.#last = performance.now();
    }
  }

  async #format(record: FetchedRecord): Promise<Buffer> {
    try {
      return this.#plan.format(record);
    } catch (error) {
      const thrown = thrownAs(error);
      if (thrown === undefined) throw error;
      if (!this.#plan.skipsErrors) throw new UnprintableMessage(thrown.exception, thrown.message);
      const line = logLine('ERROR', 'Error processing message, skipping this message: ', consumerLogger);
      await writeText(this.#context.stderr, `${line}\n${thrownText(thrown)}\n`);
      return Buffer.alloc(0);
    }
  }
}
