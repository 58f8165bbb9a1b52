import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { afterAll, describe, expect, it } from 'vitest';
import { startClusterFrom } from '../../../source/testing/start-cluster.ts';
import type { TestCluster } from '../../../source/testing/test-cluster.ts';
import { runTool } from '../tools.ts';

const starts = 100;
const parallel = 10;

/** What start-and-stop.js prints. */
interface Left {
  /** Starts that a busy machine gave too little time. */
  readonly late: number;
  readonly startMs: readonly number[];
  readonly open: readonly string[];
  readonly directories: readonly string[];
  readonly handles: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly files: { readonly afterFirst?: number; readonly after?: number };
}

const temporary = mkdtempSync(join(tmpdir(), 'kafka-lab-many-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const busy = () =>
  `the load of the machine was ${loadavg()
    .map((one) => one.toFixed(1))
    .join(', ')}`;

/** The command lines that name a directory: a cluster's process is given the path of its own. Linux only, empty elsewhere. */
function processesIn(directory: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine)
    .filter((words) => words.includes(directory));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // it has ended
  }
}

const clientOf = ({ bootstrap }: TestCluster) =>
  new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING });

async function send(cluster: TestCluster, value: string): Promise<void> {
  const producer = clientOf(cluster).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  await producer.send({ topic: 'orders', messages: [{ value }] });
  await producer.disconnect();
}

/** What the topic holds, read by a group that all clusters call the same. */
async function read(cluster: TestCluster): Promise<string[]> {
  const consumer = clientOf(cluster).consumer({ groupId: 'readers' });
  await consumer.connect();
  await consumer.subscribe({ topic: 'orders', fromBeginning: true });
  const values = await new Promise<string[]>((resolve) => {
    void consumer.run({
      eachBatch: async ({ batch }) => resolve(batch.messages.map(({ value }) => String(value))),
    });
  });
  await consumer.disconnect();
  return values;
}

describe('a hundred clusters of one process, one after the other', () => {
  it('leave no handle, port, file or process', { timeout: 1_800_000 }, async () => {
    const script = join(import.meta.dirname, 'start-and-stop.js');
    const { code, stdout, stderr } = await runTool(process.execPath, [script, String(starts)], {
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      timeoutMs: 1_700_000,
    });
    expect(code, `${stdout}${stderr}`).toBe(0);
    const left = JSON.parse(stdout) as Left;
    const ms = left.startMs.map(Math.round);
    console.info(
      `${starts} starts: median ${median(ms)} ms, shortest ${Math.min(...ms)}, longest ${Math.max(...ms)}; ${left.late} more were late; ${busy()}`,
    );
    expect(ms).toHaveLength(starts);
    expect(left.open).toEqual([]);
    expect(left.directories).toEqual([]);
    expect(left.handles.after).toEqual(left.handles.before);
    expect(left.files.after).toBe(left.files.afterFirst);
    expect(readdirSync(temporary)).toEqual([]);
    expect(processesIn(temporary)).toEqual([]);
    expect(stderr).toBe('');
  });
});

describe('ten clusters at once', () => {
  it('do not know of each other', { timeout: 600_000 }, async () => {
    const begun = performance.now();
    const started = await Promise.allSettled(
      Array.from({ length: parallel }, () =>
        startClusterFrom(join(process.cwd(), 'dist'), { topics: ['orders'], timeoutMs: 300_000 }),
      ),
    );
    const clusters = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    try {
      console.info(
        `${clusters.length} of ${parallel} at once: ${Math.round(performance.now() - begun)} ms; ${busy()}`,
      );
      const refused = started.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
      // A machine that is busy enough gives some too little time; there are others.
      expect(refused.filter((reason) => !reason.includes('did not start within'))).toEqual([]);
      expect(clusters.length).toBeGreaterThan(2);
      const addresses = clusters.flatMap((one) => [one.bootstrap, one.zookeeper, one.brokers[0]!.address]);
      expect(new Set(addresses).size).toBe(3 * clusters.length);
      await Promise.all(clusters.map((cluster, index) => send(cluster, `order of ${index}`)));
      const values = await Promise.all(clusters.map(read));
      expect(values).toEqual(clusters.map((_, index) => [`order of ${index}`]));

      // What happens to one is no concern of the others.
      const [killed, stopped, ...others] = clusters;
      await Promise.all([killed!.brokers[0]!.kill(), stopped!.stop()]);
      await Promise.all(others.map((cluster) => send(cluster, 'another')));
      await killed!.brokers[0]!.start();
      await send(killed!, 'after the kill');
    } finally {
      await Promise.all(clusters.map((cluster) => cluster.stop()));
    }
    expect(clusters.flatMap(({ kubeconfig }) => processesIn(dirname(kubeconfig)))).toEqual([]);
  });
});
