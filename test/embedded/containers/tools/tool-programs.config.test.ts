import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toolPrograms } from '../../../../source/embedded/containers/tools/tool-programs.ts';
import { InProcessNetwork } from '../../../../source/embedded/network/in-process-network.ts';
import { TestCluster } from '../../kafka/broker/test-cluster.ts';
import { runProgram } from '../shell/run-shell.ts';

/** The tools reach the brokers through their real ports. */
class LoopbackNetwork extends InProcessNetwork {
  override connect: InProcessNetwork['connect'] = (_from, host, port) =>
    new Promise((resolve, reject) => {
      const socket = connect(port, host, () => resolve(socket));
      socket.once('error', reject);
    });
}

let cluster: TestCluster;
const network = new LoopbackNetwork();

beforeAll(async () => {
  cluster = await TestCluster.start([0, 1, 2]);
  await run('kafka-topics --create --topic one --partitions 3 --config retention.ms=1000');
  const producer = cluster.kafka().producer();
  await producer.connect();
  for (const timestamp of ['1000', '2000'])
    await producer.send({ topic: 'one', messages: [{ value: 'x', partition: 1, timestamp }] });
  await producer.disconnect();
});
afterAll(() => cluster.stop());

function run(line: string) {
  const [name = '', ...words] = line.split(' ');
  const at = name === 'kafka-run-class' ? 1 : 0;
  const argv = [name, ...words.slice(0, at), '--bootstrap-server', cluster.bootstrap, ...words.slice(at)];
  return runProgram(argv, { programs: toolPrograms, network });
}
const printed = (stdout: string) => ({ code: 0, stdout, stderr: '' });
const refused = (stderr: string) => ({ code: 1, stdout: '', stderr });

it('kafka-configs shows and changes the settings of a topic', async () => {
  const own = '  retention.ms=1000 sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:retention.ms=1000}\n';
  expect(await run('kafka-configs --describe --topic one')).toEqual(
    printed(`Dynamic configs for topic one are:\n${own}`),
  );
  expect(await run('kafka-configs --describe --entity-type topics --entity-name one')).toEqual(
    printed(`Dynamic configs for topic one are:\n${own}`),
  );
  const done = printed('Completed updating config for topic one.\n');
  expect(
    await run(
      'kafka-configs --alter --topic one --add-config cleanup.policy=[compact,delete],max.message.bytes=99',
    ),
  ).toEqual(done);
  expect(await run('kafka-configs --alter --topic one --delete-config retention.ms')).toEqual(done);
  expect((await run('kafka-configs --describe --topic one')).stdout).toBe(
    'Dynamic configs for topic one are:\n' +
      '  cleanup.policy=compact,delete sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:cleanup.policy=compact,delete, DEFAULT_CONFIG:log.cleanup.policy=delete}\n' +
      '  max.message.bytes=99 sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:max.message.bytes=99, DEFAULT_CONFIG:message.max.bytes=1048588}\n',
  );
  const { stdout } = await run('kafka-configs --describe --topic one --all');
  expect(stdout.split('\n')).toHaveLength(28);
  expect((await run('kafka-configs --describe --entity-type brokers')).stdout).toBe(
    'Dynamic configs for broker 0 are:\nDynamic configs for broker 1 are:\nDynamic configs for broker 2 are:\n' +
      'Default configs for brokers in the cluster are:\n',
  );
});

it('kafka-configs reports errors as Java does', async () => {
  expect(await run('kafka-configs --describe')).toEqual(
    refused('At least one entity type must be specified\n'),
  );
  expect(await run('kafka-configs --alter --topic one --delete-config nope')).toEqual(
    refused('Invalid config(s): nope\n'),
  );
  expect(await run('kafka-configs --alter --topic one --add-config foo')).toEqual(
    refused(
      'requirement failed: Invalid entity config: all configs to be added must be in the format "key=val".\n',
    ),
  );
  const thrown =
    'org.apache.kafka.common.errors.InvalidConfigurationException: Unknown topic config name: nope\n';
  expect(await run('kafka-configs --alter --topic one --add-config nope=1')).toEqual(
    refused(
      `Error while executing config command with args '--bootstrap-server ${cluster.bootstrap} --alter --topic one --add-config nope=1'\n` +
        `java.util.concurrent.ExecutionException: ${thrown}Caused by: ${thrown}`,
    ),
  );
  expect(await run('kafka-configs --topic one')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Command must include exactly one action: --describe, --alter\n'),
  });
});

it('kafka-get-offsets prints the end, the start, and the first offset at a time', async () => {
  const all = (offset: number) => printed(`one:0:0\none:1:${offset}\none:2:0\n`);
  expect(await run('kafka-get-offsets --topic one')).toEqual(all(2));
  expect(await run('kafka-run-class kafka.tools.GetOffsetShell --topic o.*')).toEqual(all(2));
  expect(await run('kafka-get-offsets --topic one --time earliest')).toEqual(all(0));
  expect(await run('kafka-get-offsets --topic one --time 1500')).toEqual(printed('one:1:1\n'));
  expect(await run('kafka-get-offsets --topic-partitions one:0-1,one:2')).toEqual(
    printed('one:0:0\none:2:0\n'),
  );
  expect(await run('kafka-get-offsets --topic nope')).toEqual({
    ...printed('Error occurred: Could not match any topic-partitions with the specified filters\n'),
    code: 1,
  });
  expect((await run('kafka-get-offsets --time abc')).stdout).toMatch(/^Error occurred: Malformed time/);
});

it('kafka-log-dirs prints what each broker holds', async () => {
  const { stdout } = await run('kafka-log-dirs --describe --topic-list one --broker-list 1');
  const [first, second, json = '{}'] = stdout.split('\n');
  expect(first).toBe('Querying brokers for log directories information');
  expect(second).toBe('Received log directory information from brokers 1');
  const [{ broker, logDirs }] = JSON.parse(json).brokers;
  expect(broker).toBe(1);
  // As a java.util.HashMap of TopicPartition yields them.
  expect(logDirs[0].partitions.map(({ partition }: { partition: string }) => partition)).toEqual([
    'one-2',
    'one-0',
    'one-1',
  ]);
  expect(logDirs[0].partitions[2]).toMatchObject({ offsetLag: 0, isFuture: false });
  expect(logDirs[0].partitions[2].size).toBeGreaterThan(100);
  expect((await run('kafka-log-dirs --describe --broker-list 9')).stdout).toBe(
    'ERROR: The given brokers do not exist from --broker-list: 9. Current existent brokers: 0,1,2\n',
  );
});

it('kafka-run-class runs the tools by their classes, and no other class', async () => {
  expect(await run('kafka-run-class kafka.tools.Nope')).toEqual(
    refused(
      'Error: Could not find or load main class kafka.tools.Nope\n' +
        'Caused by: java.lang.ClassNotFoundException: kafka.tools.Nope\n',
    ),
  );
});
