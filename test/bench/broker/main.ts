/**
 * The embedded brokers against real Kafka, on one machine, in one run. Both clusters stay up; each pair measures one and then the other,
 * in alternating order.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { kafkaClasspath } from '../../conformance/kafka/java-tools.ts';
import { has } from '../../conformance/tools.ts';
import { type Cluster, startEmbedded, startProfiled, startReal } from './clusters.ts';
import {
  createTopic,
  deleteTopics,
  kcat,
  LatencyProbe,
  perfTools,
  produceOneAtATime,
  type Size,
  type Values,
  writeMessages,
} from './measures.ts';
import { selfTimes } from './profile.ts';
import { markdown, type Row, row, rows } from './table.ts';

const sizes: readonly Size[] = [100, 1024];
const pairs = Number(process.env.PAIRS ?? 5);

export async function main(here: string): Promise<void> {
  const classpath = kafkaClasspath();
  if (classpath === undefined || !has('kcat')) {
    console.info('bench:broker needs java, mvn, Maven Central and kcat');
    return;
  }
  const root = join(here, '../../..');
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-bench-files-'));
  try {
    const starts = await measureStarts(root, classpath);
    const table: Row[] = [...starts.rows];
    const { ours, theirs } = starts;
    try {
      for (const factor of [1, 3])
        table.push(...(await measureFactor(factor, ours, theirs, classpath, directory)));
      table.push(
        row('memory of the whole cluster after that', 'MB', [ours.memory() / 1e6], [theirs.memory() / 1e6]),
      );
    } finally {
      await ours.close();
      await theirs.close();
    }
    const results = join(here, 'RESULTS.md');
    writeFileSync(results, report(table, undefined, here));
    const slower = table.some(({ ratio }) => ratio < 0.995);
    const profile = slower && has('kubectl') ? await profileBulk(root, directory) : undefined;
    const text = report(table, profile, here);
    writeFileSync(results, text);
    console.info(text);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** How often both clusters are started; the last two stay up. */
async function measureStarts(
  root: string,
  classpath: string,
): Promise<{ rows: Row[]; ours: Cluster; theirs: Cluster }> {
  const times = { ours: [] as number[], theirs: [] as number[] };
  const memory = { ours: [] as number[], theirs: [] as number[] };
  for (let pair = 0; ; pair++) {
    const ours = await startEmbedded(root);
    times.ours.push(ours.startMs);
    memory.ours.push(ours.memory() / 1e6);
    const last = pair === pairs - 1;
    if (!last) await ours.close();
    const theirs = await startReal(classpath);
    times.theirs.push(theirs.startMs);
    memory.theirs.push(theirs.memory() / 1e6);
    progress(`start ${pair + 1}: ${Math.round(ours.startMs)} ms, ${Math.round(theirs.startMs)} ms`);
    if (last)
      return {
        rows: [
          row('start to three registered brokers', 'ms', times.ours, times.theirs),
          row('memory of the whole cluster, idle', 'MB', memory.ours, memory.theirs),
        ],
        ours,
        theirs,
      };
    await theirs.close();
  }
}

async function measureFactor(
  factor: number,
  ours: Cluster,
  theirs: Cluster,
  classpath: string,
  directory: string,
): Promise<Row[]> {
  const files = new Map(
    await Promise.all(sizes.map(async (size) => [size, await writeMessages(directory, size)] as const)),
  );
  const probes = new Map<Cluster, LatencyProbe>();
  const results = new Map<Cluster, Values[]>([
    [ours, []],
    [theirs, []],
  ]);
  for (const cluster of [ours, theirs]) {
    const topic = `latency-${factor}`;
    await createTopic(cluster.bootstrap, topic, factor);
    probes.set(cluster, await LatencyProbe.open(cluster.bootstrap, topic));
  }
  // The first pair is a warm-up and does not count.
  for (let pair = factor === 1 ? 0 : 1; pair <= pairs; pair++) {
    for (const cluster of pair % 2 === 0 ? [ours, theirs] : [theirs, ours]) {
      const values = await measureOnce(cluster, factor, pair, probes.get(cluster)!, classpath, files);
      if (pair > 0) results.get(cluster)!.push(values);
      progress(`replication ${factor}, pair ${pair}, ${cluster.name}: ${JSON.stringify(values, rounded)}`);
    }
  }
  for (const probe of probes.values()) await probe.close();
  const unit = (measure: string) => (measure.startsWith('latency') ? 'ms' : 'msg/s');
  return rows(`replication ${factor}: `, unit, results.get(ours)!, results.get(theirs)!);
}

async function measureOnce(
  cluster: Cluster,
  factor: number,
  pair: number,
  probe: LatencyProbe,
  classpath: string,
  files: ReadonlyMap<Size, string>,
): Promise<Values> {
  const { bootstrap } = cluster;
  const values: Values = {};
  const topics: string[] = [];
  const topic = async (what: string) => {
    const name = `${what}-${factor}-${pair}`;
    await createTopic(bootstrap, name, factor);
    topics.push(name);
    return name;
  };
  for (const size of sizes)
    values[`one at a time, acks=all, kafkajs, ${size} B`] = await produceOneAtATime(
      bootstrap,
      await topic(`one-${size}`),
      size,
    );
  const { p50, p99 } = await probe.measure();
  values['latency from send to receipt, p50'] = p50;
  values['latency from send to receipt, p99'] = p99;
  for (const size of sizes)
    Object.assign(values, await kcat(bootstrap, await topic(`kcat-${size}`), size, files.get(size)!));
  for (const size of sizes)
    Object.assign(values, await perfTools(classpath, bootstrap, await topic(`perf-${size}`), size));
  await deleteTopics(bootstrap, topics);
  return values;
}

/** The embedded cluster's own CPU time under bulk load, function by function. */
async function profileBulk(root: string, directory: string): Promise<string> {
  const cluster = await startProfiled(root, directory);
  try {
    for (const size of sizes) {
      await createTopic(cluster.bootstrap, `profile-${size}`, 3);
      await kcat(cluster.bootstrap, `profile-${size}`, size, await writeMessages(directory, size));
    }
  } finally {
    await cluster.close();
  }
  const lines = selfTimes(directory).map(
    ({ name, share }) => `| \`${name}\` | ${(share * 100).toFixed(1)} % |`,
  );
  return ['| function | self time |', '| --- | ---: |', ...lines].join('\n');
}

function report(table: readonly Row[], profile: string | undefined, here: string): string {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' }).stderr.split('\n')[0];
  const kcatVersion = /librdkafka ([\d.]+)/.exec(spawnSync('kcat', ['-V'], { encoding: 'utf8' }).stdout)?.[1];
  const [cpu] = cpus();
  const slower = table.filter(({ ratio }) => ratio < 0.995).map(({ measure }) => measure);
  const notes = readFileSync(join(here, 'NOT-COMPARABLE.md'), 'utf8').trim();
  return [
    '# The embedded brokers against real Kafka',
    '',
    'Written by `npm run bench:broker`. Medians and ranges of ' +
      `${pairs} pairs; ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    '',
    `Machine: ${cpus().length} × ${cpu?.model.trim()}, ${(totalmem() / 1e9).toFixed(0)} GB; Node ${process.version}, ${java}; ` +
      `Kafka 3.3.2 with ZooKeeper 3.6, four JVMs (brokers -Xms512m -Xmx512m, G1); kafkajs, librdkafka ${kcatVersion} (kcat), ` +
      'Java clients 3.3.2. The load generators share the machine with both clusters.',
    '',
    markdown(table),
    '',
    notes,
    '',
    ...(slower.length === 0
      ? []
      : ['## Where we are slower', '', ...slower.map((measure) => `- ${measure}`), '']),
    ...(profile === undefined
      ? []
      : [
          'The embedded process under bulk load with kcat (`node --cpu-prof`, idle time left out):',
          '',
          profile,
          '',
        ]),
  ].join('\n');
}

function progress(line: string): void {
  console.info(`${new Date().toISOString().slice(11, 19)} ${line}`);
}

const rounded = (_key: string, value: unknown) =>
  typeof value === 'number' ? Math.round(value * 10) / 10 : value;
