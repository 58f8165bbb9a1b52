import { electionTypes, electLeaders } from '../../../kafka/messages/elect-leaders.ts';
import { checkErrorCode, errorName, KafkaError } from '../../../kafka/messages/errors.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { inHashOrder, type TopicPartition } from '../client/topic-partitions.ts';
import { javaException, javaMessage } from '../command-line/java-exceptions.ts';
import { JavaError, javaMain, thrownText } from '../command-line/java-main.ts';
import { type Options, UsageError } from '../command-line/options.ts';
import { failUncaught, withAdmin } from './admin-access.ts';
import { integerIn, partitionsInFile, textIn } from './json-file.ts';

const table = {
  'admin.config': { value: 'required', named: 'config file', help: 'Settings of the client.' },
  'all-topic-partitions': { value: 'none', help: 'All partitions that another broker should lead.' },
  'bootstrap-server': { value: 'required', named: 'host:port', help: 'REQUIRED: the brokers.' },
  'election-type': { value: 'required', named: 'election type', help: 'REQUIRED: preferred or unclean.' },
  partition: {
    value: 'required',
    type: 'Integer',
    named: 'partition id',
    help: 'With --topic: the partition.',
  },
  'path-to-json-file': {
    value: 'required',
    named: 'Path to JSON file',
    help: 'A file with partitions: {"partitions": [{"topic": "foo", "partition": 1}]}',
  },
  topic: { value: 'required', named: 'topic name', help: 'The topic of one partition.' },
} as const;

type Given = Options<keyof typeof table>;
type Result = TopicPartition & { readonly errorCode: number; readonly errorMessage: string | null };

const failedCommand = (message: string) => new JavaError('kafka.common.AdminCommandFailedException', message);
const operationError = (message: string) => new JavaError('kafka.admin.AdminOperationException', message);

/** `kafka-leader-election`: has the preferred replicas elected. */
export const kafkaLeaderElection = javaMain<keyof typeof table>({
  table,
  about:
    'This tool attempts to elect a new leader for a set of topic partitions. The type of elections supported are preferred replicas and unclean replicas.',
  malformed: 'uncaught',
  async run(context, options) {
    check(options);
    const type = electionType(options);
    const partitions = partitionsOf(context, options);
    await withAdmin(context, options.get('bootstrap-server')!, 'electLeaders', async (cluster) => {
      const controller = await cluster.controller();
      const answer = await controller.call(electLeaders, {
        electionType: electionTypes[type],
        topicPartitions:
          partitions === undefined
            ? null
            : [...new Set(partitions.map(({ topic }) => topic))].map((topic) => ({
                topic,
                partitions: partitions
                  .filter((each) => each.topic === topic)
                  .map(({ partition }) => partition),
              })),
        timeoutMs: 15_000,
      });
      checkErrorCode(answer.errorCode);
      const results = answer.replicaElectionResults.flatMap(({ topic, partitionResult }) =>
        partitionResult.map(({ partitionId, ...result }) => ({ topic, partition: partitionId, ...result })),
      );
      await tell(context, type.toUpperCase(), inHashOrder(results));
    });
    return 0;
  },
  failed: failUncaught,
});

function check(options: Given): void {
  const missing = (['election-type', 'bootstrap-server'] as const).filter((name) => !options.has(name));
  if (missing.length > 0) throw failedCommand(`Missing required option(s): ${missing.join(', ')}`);
  const scopes = (['topic', 'all-topic-partitions', 'path-to-json-file'] as const).filter((name) =>
    options.has(name),
  );
  if (scopes.length !== 1)
    throw failedCommand(
      'One and only one of the following options is required: topic, all-topic-partitions, path-to-json-file',
    );
  if (options.has('topic') && !options.has('partition'))
    throw failedCommand('Missing required option(s): partition');
  if (!options.has('topic') && options.has('partition'))
    throw failedCommand('Option partition is only allowed if topic is used');
}

function electionType(options: Given): keyof typeof electionTypes {
  const text = options.get('election-type')!;
  const found = (Object.keys(electionTypes) as (keyof typeof electionTypes)[]).find(
    (type) => type === text.toLowerCase(),
  );
  if (found !== undefined) return found;
  throw new UsageError(
    `Cannot parse argument '${text}' of option election-type`,
    'joptsimple.OptionArgumentConversionException',
  );
}

/** Undefined: all. Throws JavaError. */
function partitionsOf(context: ProgramContext, options: Given): readonly TopicPartition[] | undefined {
  const path = options.get('path-to-json-file');
  if (path === undefined) {
    const topic = options.get('topic');
    return topic === undefined ? undefined : [{ topic, partition: options.integer('partition')! }];
  }
  const { partitions } = partitionsInFile(context, path, {
    invalid: operationError('Replica election data is empty'),
    missing: operationError('Replica election data is missing "partitions" field'),
  });
  const wanted = partitions.map((entry) => ({
    topic: textIn(entry, 'topic'),
    partition: integerIn(entry, 'partition'),
  }));
  const names = wanted.map(({ topic, partition }) => `${topic}-${partition}`);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  if (twice.length > 0)
    throw operationError(`Replica election data contains duplicate partitions: ${twice.join(',')}`);
  return wanted;
}

async function tell(context: ProgramContext, type: string, results: readonly Result[]): Promise<void> {
  const named = (list: readonly Result[]) =>
    list.map(({ topic, partition }) => `${topic}-${partition}`).join(', ');
  const say = (line: string) => writeText(context.stdout, `${line}\n`);
  const done = results.filter(({ errorCode }) => errorCode === 0);
  const unneeded = results.filter(({ errorCode }) => errorName(errorCode) === 'ELECTION_NOT_NEEDED');
  const failed = results.filter((each) => !done.includes(each) && !unneeded.includes(each));
  if (done.length > 0)
    await say(`Successfully completed leader election (${type}) for partitions ${named(done)}`);
  if (unneeded.length > 0) await say(`Valid replica already elected for partitions ${named(unneeded)}`);
  for (const { topic, partition, errorCode, errorMessage } of failed) {
    const error = new KafkaError(errorName(errorCode), errorMessage ?? undefined);
    const thrown = { exception: javaException(error.code), message: javaMessage(error) };
    await say(
      `Error completing leader election (${type}) for partition: ${topic}-${partition}: ${thrownText(thrown)}`,
    );
  }
  if (failed.length > 0) throw failedCommand(`${failed.length} replica(s) could not be elected`);
}
