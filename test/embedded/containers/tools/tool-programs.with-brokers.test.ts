import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
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

describe('tools with brokers', () => {
  let cluster: TestCluster;
  const network = new LoopbackNetwork();
  beforeAll(async () => {
    cluster = await TestCluster.start([0, 1, 2]);
  });
  afterAll(() => cluster.stop());

  const run = (line: string, stdin?: string) => {
    const [name = '', ...words] = line.split(' ');
    const argv = [name, '--bootstrap-server', cluster.bootstrap, ...words];
    return runProgram(argv, { programs: toolPrograms, network, ...(stdin === undefined ? {} : { stdin }) });
  };
  const printed = (stdout: string) => ({ code: 0, stdout, stderr: '' });

  it('warn of names that could collide, but create the topic', async () => {
    const warning =
      "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') could collide. " +
      'To avoid issues it is best to use either, but not both.\n';
    expect(await run('kafka-topics --create --topic my.topic --partitions 1')).toEqual(
      printed(`${warning}Created topic my.topic.\n`),
    );
    const again = await run('kafka-topics --create --topic my_topic');
    expect(again.stdout).toBe(
      `${warning}Error while executing topic command : Topic 'my_topic' collides with existing topics: my.topic\n`,
    );
    expect(again.stderr).toMatch(
      /^\[.*\] ERROR org\.apache\.kafka\.common\.errors\.InvalidTopicException: Topic 'my_topic' collides with existing topics: my\.topic\n \(kafka\.admin\.TopicCommand\$\)\n$/,
    );
  });

  it('refuse an invalid topic before they contact a broker', async () => {
    const partitions = await run('kafka-topics --create --topic bad --partitions 0');
    expect(partitions.stdout).toBe(
      'Error while executing topic command : The partitions must be greater than 0\n',
    );
    expect(partitions.stderr).toContain('ERROR java.lang.IllegalArgumentException: ');
    const value = await run('kafka-topics --create --topic bad --config retention.ms=abc');
    expect(value.stderr).toContain('ERROR org.apache.kafka.common.config.ConfigException: Invalid value abc');
    const unknown = await run('kafka-topics --create --topic bad --config nope=1');
    expect(unknown.stderr).toContain(
      'ERROR org.apache.kafka.common.errors.InvalidConfigurationException: Unknown topic config name: nope',
    );
    const describe = await run('kafka-topics --describe --topic test --partitions 1');
    expect(describe.stderr).toMatch(/^Option "\[partitions\]" can't be used with option "\[describe\]"\n/);
  });

  it("set, show and delete a group's offsets", async () => {
    await run('kafka-topics --create --topic offsets --partitions 1');
    expect(await run('kafka-console-producer --topic offsets', 'a\nb\nc\n')).toEqual(printed(''));
    const table = (offset: string) =>
      printed(
        '\nGROUP                          TOPIC                          PARTITION  NEW-OFFSET     \n' +
          `g                              offsets                        0          ${offset.padEnd(15)}\n`,
      );
    const reset = 'kafka-consumer-groups --group g --topic offsets --reset-offsets';
    expect(await run(`${reset} --to-latest --execute`)).toEqual(table('3'));
    expect(await run(`${reset} --shift-by -2 --execute`)).toEqual(table('1'));
    expect(await run(`${reset} --to-earliest --dry-run`)).toEqual(table('0'));
    const described = await run('kafka-consumer-groups --describe --group g');
    expect(described.stdout).toMatch(/^\nGROUP .*\ng +offsets +0 +1 +3 +2 +- +- +-\n$/);
    const beyond = await run(`${reset} --to-offset 9 --dry-run`);
    expect(beyond.stdout).toBe(table('3').stdout);
    expect(beyond.stderr).toContain(
      'WARN New offset (9) is higher than latest offset for topic partition offsets-0. Value will be set to 3',
    );
    expect(await run('kafka-consumer-groups --group g --topic offsets --delete-offsets')).toEqual(
      printed(
        'Request succeed for deleting offsets with topic offsets group g\n\n' +
          'TOPIC                          PARTITION       STATUS         \n' +
          'offsets                        0               Successful     \n',
      ),
    );
    // Nothing was left of it.
    expect(await run('kafka-consumer-groups --delete --group g')).toEqual(
      printed(
        "\nError: Deletion of some consumer groups failed:\n* Group 'g' could not be deleted due to: " +
          'java.util.concurrent.ExecutionException: org.apache.kafka.common.errors.GroupIdNotFoundException: ' +
          'The group id does not exist.\n',
      ),
    );
  });
});

describe('tools with compacted records', () => {
  const settings = { 'default.replication.factor': '1', 'log.cleaner.backoff.ms': '20' };
  const network = new LoopbackNetwork();
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await TestCluster.start([0], { ...settings, 'offsets.topic.replication.factor': '1' });
  });
  afterAll(() => cluster.stop());
  const run = (line: string, stdin?: string) => {
    const [name = '', ...words] = line.split(' ');
    const argv = [name, '--bootstrap-server', cluster.bootstrap, ...words];
    return runProgram(argv, { programs: toolPrograms, network, ...(stdin === undefined ? {} : { stdin }) });
  };
  const produce = (lines: string) =>
    run('kafka-console-producer --topic fruit --property parse.key=true --property key.separator==', lines);
  const left = { code: 0, stdout: 'plum=30\napple=12\npear=21\nfig=1\n' };
  const shown = '--property print.key=true --property key.separator== --max-messages 4 --timeout-ms 8000';

  it('refused a batch from which compaction had taken records', async () => {
    await run(
      'kafka-topics --create --topic fruit --partitions 1 --config cleanup.policy=compact --config segment.bytes=100 --config min.cleanable.dirty.ratio=0.01',
    );
    await produce('apple=10\npear=20\napple=11\nplum=30\napple=12\npear=21\n');
    await produce('fig=1\n');
    await vi.waitFor(() => expect(cluster.lines.join('\n')).toContain('Log fruit-0 cleaned'), {
      timeout: 5000,
    });
    const alone = `kafka-console-consumer --topic fruit --partition 0 --offset earliest ${shown}`;
    const member = `kafka-console-consumer --topic fruit --group g --from-beginning ${shown}`;
    expect(await run(alone)).toMatchObject(left);
    // From an offset whose record is gone, as Kafka goes on with the next that is there.
    expect(await run(alone.replace('earliest', '1'))).toMatchObject(left);
    expect(await run(member)).toMatchObject(left);
    expect((await run('kafka-consumer-groups --describe --group g')).stdout).toMatch(/g +fruit +0 +7 +7 +0 /);
    expect((await run('kafka-consumer-perf-test --topic fruit --messages 4 --timeout 8000')).code).toBe(0);
  });

  it('could not go on after a restart with them', async () => {
    await cluster.restart([0], { ...settings, 'offsets.topic.replication.factor': '1' });
    expect(
      await run(`kafka-console-consumer --topic fruit --partition 0 --offset earliest ${shown}`),
    ).toMatchObject(left);
    expect((await run('kafka-get-offsets --topic fruit')).stdout).toBe('fruit:0:7\n');
    expect((await run('kafka-consumer-groups --describe --group g')).stdout).toMatch(/g +fruit +0 +7 +7 +0 /);
  });
});
