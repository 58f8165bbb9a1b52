import { KafkaClientError } from '../../kafka/client/client-error.ts';
import { KafkaError } from '../../kafka/messages/errors.ts';
import { logLine } from '../../zookeeper/log-line.ts';
import type { Program, ProgramContext } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';
import { ApiTimeout } from './cluster-access.ts';
import { type Options, type OptionTable, parseOptions, UsageError, usageText } from './options.ts';

/** A request that the tool itself refuses, or a broker did: its message goes out as the tool says it, the exit code is 1. */
export class ToolError extends Error {}

/**
 * A tool of Kafka's: its options, what it does, and how it says that it failed. `failure` gives the line before the log
 * line: `Error while executing topic command : …`.
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
      await writeText(context.stderr, `${logLine('ERROR', javaName(error) + error.message, logger)}\n`);
      return 1;
    }
  };
}

/** `TOPIC_ALREADY_EXISTS` → `org.apache.kafka.common.errors.TopicExistsException: `, in the pattern of its names. */
function javaName(error: Error): string {
  if (error instanceof ApiTimeout) return 'org.apache.kafka.common.errors.TimeoutException: ';
  if (!(error instanceof KafkaError)) return '';
  const special: Record<string, string> = {
    TOPIC_ALREADY_EXISTS: 'TopicExists',
    UNKNOWN_TOPIC_OR_PARTITION: 'UnknownTopicOrPartition',
  };
  const name =
    special[error.code] ??
    error.code.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `org.apache.kafka.common.errors.${name}Exception: `;
}
