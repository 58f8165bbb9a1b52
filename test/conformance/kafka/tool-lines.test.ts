/** Kafka's own tools compared with those in pods, on the same embedded brokers, option by option. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContainerFiles } from '../../../source/embedded/containers/shell/container-files.ts';
import { toolPrograms } from '../../../source/embedded/containers/tools/tool-programs.ts';
import { encodeBatch } from '../../../source/embedded/kafka/records/encode-batch.ts';
import { InProcessNetwork } from '../../../source/embedded/network/in-process-network.ts';
import { runProgram } from '../../embedded/containers/shell/run-shell.ts';
import { TestCluster } from '../../embedded/kafka/broker/test-cluster.ts';
import type { Finished } from '../tools.ts';
import { JavaTools, kafkaClasspath } from './java-tools.ts';
import { mask } from './mask.ts';
import { aclLines } from './tool-lines/acls.ts';
import { adminLines } from './tool-lines/admin.ts';
import { consoleLines } from './tool-lines/console.ts';
import { groupLines } from './tool-lines/groups.ts';
import type { Line } from './tool-lines/line.ts';
import { reassignmentLines } from './tool-lines/reassignments.ts';
import { topicLines } from './tool-lines/topics.ts';

/** The tools reach the brokers through their real ports. */
class LoopbackNetwork extends InProcessNetwork {
  override connect: InProcessNetwork['connect'] = (_from, host, port) =>
    new Promise((resolve, reject) => {
      const socket = connect(port, host, () => resolve(socket));
      socket.once('error', reject);
    });
}

const classpath = kafkaClasspath();
const twice = { topic: 't', partition: 0, offset: 1 };
const records = ['one', 'two'].map((value) => ({
  key: 'k',
  value,
  timestamp: 1_700_000_000_000,
  headers: [{ key: 'h', value: Buffer.from('1') }],
}));
const plan = (topic: string, ...replicas: readonly (readonly number[])[]) =>
  JSON.stringify({
    version: 1,
    partitions: replicas.map((ids, partition) => ({ topic, partition, replicas: ids })),
  });
const files = {
  'move-empty.json': plan('none'),
  'move-notopic.json': plan('nope', [1]),
  'topic.properties': 'retention.ms=77\nsegment.bytes=20000\n',
  'v2.json': '{"partitions":[],"version":2}',
  'nofield.json': '{}',
  'dup.json': JSON.stringify({ partitions: [twice, twice] }),
  '00000000000000000000.log': Buffer.concat([
    encodeBatch(records, { producerId: 3, producerEpoch: 0, baseSequence: 0 }),
    encodeBatch([{ key: null, value: null, timestamp: -1 }], { baseOffset: 2, compression: 'lz4' }),
    encodeBatch(records, { baseOffset: 7, compression: 'gzip' }),
    Buffer.from('the beginning of a batch'),
  ]),
  'producer.properties': 'acks=1\nlinger.ms=5\nclient.id=from-file\n',
  ...Object.fromEntries(
    ['own1', 'own2'].flatMap((self) => [
      [`${self}.csv`, `g4-${self},0,1\ng4-${self},3,0\n`],
      [
        `del-${self}.json`,
        JSON.stringify({ partitions: [{ topic: `a1-${self}`, partition: 0, offset: 1 }], version: 1 }),
      ],
      [`topics-${self}.json`, `{"topics":[{"topic":"m1-${self}"}],"version":1}`],
      [`move-${self}.json`, plan(`m1-${self}`, [1], [1, 0])],
      [`move-nobroker-${self}.json`, plan(`m1-${self}`, [7])],
      [`move-twice-${self}.json`, plan(`m1-${self}`, [0, 0])],
      [`multi-${self}.csv`, `a-${self},g4-${self},0,1\nb-${self},g4-${self},3,0\n`],
    ]),
  ),
};

describe.skipIf(classpath === undefined)('the tools in pods print what Kafka 3.3.2 prints', () => {
  const network = new LoopbackNetwork();
  const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-tool-lines-'));
  let cluster: TestCluster;
  let java: JavaTools;
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    cluster = await TestCluster.start([0, 1, 2]);
    java = new JavaTools(classpath!);
  });
  afterAll(async () => {
    await cluster.stop();
    await java.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const words = ({ args }: Line, self: string) =>
    args
      .split(' ')
      .filter(Boolean)
      .map((word) => word.replaceAll('·', ' ').replaceAll('BROKERS', cluster.bootstrap))
      .map((word) => word.replaceAll('SELF', self).replaceAll('FILES', folder));

  const inPod = (line: Line) =>
    runProgram([line.tool, ...words(line, 'own1')], {
      programs: toolPrograms,
      network,
      containerFiles: new ContainerFiles({ [folder]: folder }),
      stdin: line.input ?? '',
    });

  it.each([...consoleLines, ...groupLines, ...adminLines, ...aclLines, ...reassignmentLines, ...topicLines])(
    '$tool $args',
    { timeout: 120_000 },
    async (line) => {
      const [ours, real] = [await inPod(line), await java.run(line.tool, words(line, 'own2'), line.input)];
      expect(shown(ours)).toEqual(shown(real));
    },
  );
});

/** What must be equal: the output and the exit code. Errors go to stderr, of which only the first line counts: the rest is a Java stack trace. */
function shown({ code, stdout, stderr }: Finished): object {
  const masked = (text: string) =>
    mask(text.replace(/own[12]/g, 'SELF'))
      .replace(/^\s+at .*\n/gm, '')
      .replace(/\b1[67]\d{11}\b/g, 'time')
      .replace(/[ \t]+$/gm, '');
  const [error = ''] = masked(stderr)
    .split('\n')
    .filter((line) => line !== '' && !/\bWARN\b|Exception$|InstanceAlreadyExists/.test(line));
  return { code, stdout: masked(stdout), error };
}
