import { KafkaClientError } from '../../../kafka/client/client-error.ts';
import { KafkaError } from '../../../kafka/messages/errors.ts';
import type { Program, ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { ApiTimeout } from './cluster-access.ts';
import { javaException, javaMessage } from './java-exceptions.ts';
import { JavaError, thrownText } from './java-main.ts';
import { type Options, type OptionTable, parseOptions, UsageError } from './options.ts';
import { usageText } from './usage.ts';

/** A refusal in one sentence. */
export class TerseError extends Error {}

/**
 * A Kafka tool that reports errors without a log line. `terse` words its own refusals, for `stream`; `heading` is printed on stderr above
 * the Java stack trace of a broker's error.
 */
export function terseTool<Name extends string>(
  table: OptionTable<Name>,
  words: {
    terse(message: string): string;
    readonly stream: 'stdout' | 'stderr';
    /** Whether an unknown option is told in the same way. */
    readonly tellsOptions?: true;
    heading(argv: readonly string[]): string;
  },
  run: (context: ProgramContext, options: Options<Name>) => Promise<void>,
): Program {
  return async (context) => {
    const argv = context.argv.slice(1);
    try {
      await run(context, parseOptions(argv, table));
      return 0;
    } catch (error) {
      if (context.killed.aborted) return 130;
      const stream = isTerse(error) ? words.stream : 'stderr';
      await writeText(context[stream], complaint(error, argv));
      return 1;
    }
  };

  function isTerse(error: unknown): error is Error {
    if (error instanceof TerseError) return true;
    return words.tellsOptions === true && error instanceof UsageError && error.exception !== undefined;
  }

  function complaint(error: unknown, argv: readonly string[]): string {
    if (isTerse(error)) return `${words.terse(error.message)}\n`;
    if (error instanceof JavaError) return `${words.heading(argv)}${thrownText(error)}\n`;
    if (error instanceof UsageError)
      return error.exception === undefined
        ? usageText(error.message, table)
        : `Exception in thread "main" ${error.exception}: ${error.message}\n`;
    const known =
      error instanceof KafkaError || error instanceof ApiTimeout || error instanceof KafkaClientError;
    if (!known) throw error;
    const exception = javaException(error instanceof KafkaError ? error.code : 'REQUEST_TIMED_OUT');
    const message = error instanceof KafkaError ? javaMessage(error) : error.message;
    const thrown = `${exception}: ${message}`;
    // The frames between the two lines are Java's.
    return `${words.heading(argv)}java.util.concurrent.ExecutionException: ${thrown}\nCaused by: ${thrown}\n`;
  }
}
