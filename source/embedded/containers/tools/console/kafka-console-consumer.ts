import { logLine } from '../../../zookeeper/log-line.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { signal } from '../../shell/signals.ts';
import { writeText } from '../../shell/streams.ts';
import { withCluster } from '../command-line/cluster-access.ts';
import { javaMain, thrownAs, thrownText } from '../command-line/java-main.ts';
import { consume } from './consume.ts';
import {
  type ConsumerOption,
  type ConsumerPlan,
  consumerPlan,
  consumerTable,
  ResetConflict,
} from './consumer-options.ts';
import { ConsumeTimeout, consumerLogger, MessagePrinter, UnprintableMessage } from './message-printer.ts';

/** `kafka-console-consumer`: prints messages until it is stopped or has enough. */
export const kafkaConsoleConsumer = javaMain<ConsumerOption>({
  table: consumerTable,
  about: 'This tool helps to read data from Kafka topics and outputs it to standard output.',
  malformed: 'usage',
  async run(context, options) {
    try {
      return await read(context, consumerPlan(context, options));
    } catch (error) {
      if (!(error instanceof ResetConflict)) throw error;
      await writeText(context.stderr, `${error.message}\n`);
      return 1;
    }
  },
  async failed(context, thrown) {
    const line = logLine('ERROR', 'Unknown error when running consumer: ', consumerLogger);
    await writeText(context.stderr, `${line}\n${thrownText(thrown)}\n`);
    return 1;
  },
});

async function read(context: ProgramContext, plan: ConsumerPlan): Promise<number> {
  const { bootstrap, settings } = plan;
  const printer = new MessagePrinter(context, plan);
  const access = { bootstrap, clientId: settings.clientId, component: 'Consumer', call: 'fetchMetadata' };
  try {
    if (!printer.done)
      await withCluster(context, access, (cluster) => consume(context, cluster, plan, printer));
  } catch (error) {
    if (!(await endedBy(context, error))) throw error;
  } finally {
    await writeText(context.stderr, `Processed a total of ${printer.count} messages\n`);
    if (plan.tellsShutdown) await writeText(context.stdout, 'shutdown_complete\n');
  }
  if (context.killed.aborted) return 130;
  return context.terminated.aborted ? 128 + (context.process?.askedBy ?? signal.int) : 0;
}

/** An error of the consumer ends the tool in good order; one of the formatter does not. */
async function endedBy(context: ProgramContext, error: unknown): Promise<boolean> {
  if (context.killed.aborted) return true;
  if (error instanceof UnprintableMessage) return false;
  const thrown =
    error instanceof ConsumeTimeout
      ? { exception: 'org.apache.kafka.common.errors.TimeoutException', message: '' }
      : thrownAs(error);
  if (thrown === undefined) return false;
  const line = logLine('ERROR', 'Error processing message, terminating consumer process: ', consumerLogger);
  await writeText(context.stderr, `${line}\n${thrownText(thrown)}\n`);
  return true;
}
