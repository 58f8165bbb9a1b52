import { KafkaClientError } from '../../../kafka/client/client-error.ts';
import { KafkaError } from '../../../kafka/messages/errors.ts';
import { logLine } from '../../../zookeeper/log-line.ts';
import type { Program, ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { ApiTimeout } from './cluster-access.ts';
import { javaException } from './java-exceptions.ts';
import { type Options, type OptionTable, parseOptions, UsageError } from './options.ts';
import { usageText } from './usage.ts';

/** An error in the tool's own words, with exit code 1. */
export class ToolError extends Error {
  /** The exception that Java's tool throws. */
  readonly exception: string;

  constructor(message: string, exception = 'java.lang.IllegalArgumentException') {
    super(message);
    this.exception = exception;
  }
}

/**
 * A Kafka tool: its options, its action, and how it reports a failure. `failure` returns the line before the log line: `Error while
 * executing topic command : …`.
 */
export function kafkaTool<Name extends string>(
  table: OptionTable<Name>,
  logger: string,
  failure: (message: string) => string,
  run: (context: ProgramContext, options: Options<Name>) => Promise<number>,
): Program {
  return async (context) => {
    try {
      return await run(context, parseOptions(context.argv.slice(1), table));
    } catch (error) {
      if (context.killed.aborted) return 130;
      if (error instanceof UsageError) {
        const text =
          error.exception === undefined
            ? usageText(error.message, table)
            : `Exception in thread "main" ${error.exception}: ${error.message}\n`;
        await writeText(context.stderr, text);
        return 1;
      }
      const known = error instanceof ToolError || error instanceof ApiTimeout || error instanceof KafkaError;
      if (!known && !(error instanceof KafkaClientError)) throw error;
      await writeText(context.stdout, `${failure(error.message)}\n`);
      // The tools log the whole stack trace, which ends in a newline; its frames are Java's.
      await writeText(context.stderr, `${logLine('ERROR', `${stackOf(error)}\n`, logger)}\n`);
      return 1;
    }
  };
}

function stackOf(error: Error): string {
  if (error instanceof ToolError) return `${error.exception}: ${error.message}`;
  if (error instanceof KafkaError) return `${javaException(error.code)}: ${error.message}`;
  if (error instanceof ApiTimeout) return `${javaException('REQUEST_TIMED_OUT')}: ${error.message}`;
  return error.message;
}
