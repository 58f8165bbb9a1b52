import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  it('warn of names that could collide, and create the topic all the same', async () => {
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

  it('refuse what no topic can have before they ask a broker', async () => {
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
