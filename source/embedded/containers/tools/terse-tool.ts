import { KafkaClientError } from '../../kafka/client/client-error.ts';
import { KafkaError } from '../../kafka/messages/errors.ts';
import type { Program, ProgramContext } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';
import { ApiTimeout } from './cluster-access.ts';
import { javaException } from './java-exceptions.ts';
import { type Options, type OptionTable, parseOptions, UsageError, usageText } from './options.ts';

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
      const stream = error instanceof TerseError ? words.stream : 'stderr';
      await writeText(context[stream], complaint(error, argv));
      return 1;
    }
  };

  function complaint(error: unknown, argv: readonly string[]): string {
    if (error instanceof TerseError) return `${words.terse(error.message)}\n`;
    if (error instanceof UsageError)
      return error.exception === undefined
        ? usageText(error.message, table)
        : `Exception in thread "main" ${error.exception}: ${error.message}\n`;
    const known =
      error instanceof KafkaError || error instanceof ApiTimeout || error instanceof KafkaClientError;
    if (!known) throw error;
    const exception = javaException(error instanceof KafkaError ? error.code : 'REQUEST_TIMED_OUT');
    const thrown = `${exception}: ${error.message}`;
    // The frames between the two lines are Java's.
    return `${words.heading(argv)}java.util.concurrent.ExecutionException: ${thrown}\nCaused by: ${thrown}\n`;
  }
}
