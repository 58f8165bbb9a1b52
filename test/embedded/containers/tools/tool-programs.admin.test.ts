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

describe('administration tools with brokers', () => {
  let cluster: TestCluster;
  const network = new LoopbackNetwork();
  beforeAll(async () => {
    cluster = await TestCluster.start([0, 1, 2]);
  });
  afterAll(() => cluster.stop());

  const run = (line: string, options: { stdin?: string; files?: Record<string, string> } = {}) =>
    runProgram(line.replaceAll('BROKERS', cluster.bootstrap).split(' '), {
      programs: toolPrograms,
      network,
      ...options,
    });

  it('delete records before an offset', async () => {
    await run('kafka-topics --bootstrap-server BROKERS --create --topic cut --partitions 1');
    await run('kafka-console-producer --bootstrap-server BROKERS --topic cut', { stdin: 'a\nb\nc\n' });
    const partitions = [
      { topic: 'cut', partition: 0, offset: 2 },
      { topic: 'nope', partition: 0, offset: 1 },
    ];
    const files = { '/tmp/cut.json': JSON.stringify({ partitions, version: 1 }) };
    const tool = 'kafka-delete-records --bootstrap-server BROKERS --offset-json-file /tmp/cut.json';
    const { code, stdout } = await run(tool, { files });
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(2).sort()).toEqual([
      '',
      'partition: cut-0\tlow_watermark: 2',
      'partition: nope-0\terror: org.apache.kafka.common.errors.UnknownTopicOrPartitionException: This server does not host this topic-partition.',
    ]);
    const earliest = await run('kafka-get-offsets --bootstrap-server BROKERS --topic cut --time earliest');
    expect(earliest.stdout).toBe('cut:0:2\n');
  });

  it('move replicas according to a plan, and report the progress', async () => {
    const brokers = '--bootstrap-server BROKERS';
    await run(`kafka-topics ${brokers} --create --topic moved --replica-assignment 0,0`);
    const tool = `kafka-reassign-partitions ${brokers}`;
    const partitions = [
      { topic: 'moved', partition: 0, replicas: [1] },
      { topic: 'moved', partition: 1, replicas: [0, 2], log_dirs: ['any', 'any'] },
    ];
    const files = {
      '/tmp/topics.json': JSON.stringify({ topics: [{ topic: 'moved' }], version: 1 }),
      '/tmp/plan.json': JSON.stringify({ partitions, version: 1 }),
    };
    const withPlan = (words: string) =>
      run(`${tool} --reassignment-json-file /tmp/plan.json ${words}`, { files });
    const proposed = await run(
      `${tool} --generate --topics-to-move-json-file /tmp/topics.json --broker-list 2`,
      { files },
    );
    const line = (replicas: number[]) =>
      JSON.stringify({
        version: 1,
        partitions: [0, 1].map((partition) => ({
          topic: 'moved',
          partition,
          replicas,
          log_dirs: ['any'],
        })),
      });
    expect(proposed.stdout).toBe(
      `Current partition replica assignment\n${line([0])}\n\n` +
        `Proposed partition reassignment configuration\n${line([2])}\n`,
    );
    expect((await withPlan('--verify --preserve-throttles')).stdout).toBe(
      'Status of partition reassignment:\n' +
        'There is no active reassignment of partition moved-0, but replica set is 0 rather than 1.\n' +
        'There is no active reassignment of partition moved-1, but replica set is 0 rather than 0,2.\n\n',
    );
    const { code, stdout, stderr } = await withPlan('--execute --throttle 1000');
    expect(code).toBe(0);
    expect(stdout).toContain('Successfully started partition reassignments for moved-0,moved-1\n');
    expect(stderr).toContain('a throttle has no effect');
    expect((await withPlan('--verify')).stdout).toBe(
      'Status of partition reassignment:\nReassignment of partition moved-0 is completed.\n' +
        'Reassignment of partition moved-1 is completed.\n\n' +
        'Clearing broker-level throttles on brokers 0,1,2\nClearing topic-level throttles on topic moved\n',
    );
    expect((await run(`${tool} --list`)).stdout).toBe('No partition reassignments found.\n');
    expect((await withPlan('--cancel --preserve-throttles')).stdout).toBe(
      'None of the specified partition reassignments are active.\nNone of the specified partition moves are active.\n',
    );
  });

  it('elect leaders only if another broker leads', async () => {
    await run('kafka-topics --bootstrap-server BROKERS --create --topic led --partitions 1');
    const tool = 'kafka-leader-election --bootstrap-server BROKERS --election-type preferred';
    expect(await run(`${tool} --all-topic-partitions`)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await run(`${tool} --topic led --partition 0`)).stdout).toBe(
      'Valid replica already elected for partitions led-0\n',
    );
    expect(await run(`${tool} --topic led --partition 9`)).toEqual({
      code: 1,
      stdout:
        'Error completing leader election (PREFERRED) for partition: led-9: org.apache.kafka.common.errors.UnknownTopicOrPartitionException: The partition does not exist.\n',
      stderr:
        'Exception in thread "main" kafka.common.AdminCommandFailedException: 1 replica(s) could not be elected\n',
    });
  });

  it('measure how fast records are sent', async () => {
    await run('kafka-topics --bootstrap-server BROKERS --create --topic fast --partitions 2');
    const { code, stdout } = await run(
      'kafka-producer-perf-test --topic fast --num-records 500 --record-size 100 --throughput -1 --producer-props bootstrap.servers=BROKERS',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^500 records sent, \d+\.\d{6} records\/sec \(\d+\.\d\d MB\/sec\), \d+\.\d\d ms avg latency, .* \d+ ms 99\.9th\.\n$/,
    );
    const ends = await run('kafka-get-offsets --bootstrap-server BROKERS --topic fast');
    const sum = ends.stdout
      .trim()
      .split('\n')
      .reduce((total, line) => total + Number(line.split(':')[2]), 0);
    expect(sum).toBe(500);
  });

  it('report an unsupported feature in one line', async () => {
    expect(await run('kafka-transactions list')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'kafka-transactions: not in the embedded image: the embedded broker serves no transactions\n',
    });
  });
});
