import { setTimeout as delay } from 'node:timers/promises';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import type { Random } from '../../embedded/kafka/random.ts';
import { proofClient } from '../kafka-client.ts';
import { readMemory } from '../watch/watched-process.ts';
import { diskUse } from './disk-use.ts';
import type { MemoryReading, SoakCounts } from './judge-soak.ts';
import { LoadProducer } from './load-producer.ts';
import { childrenOf, readProcess } from './process-list.ts';
import { endOffsets, messagesByPartition, metricsOf } from './soak-counts.ts';
import { groupApp, groupDeployment } from './soak-lab.ts';
import type { Stage } from './stage.ts';

export interface SoakTimes {
  readonly warmUpMs: number;
  readonly forMs: number;
  /** The interval between two readings of the processes. */
  readonly lookMs: number;
  /** The length of a span over which the rate is measured. */
  readonly spanMs: number;
}

export interface SoakOptions {
  readonly stage: Stage;
  /** The lab's files and KAFKA_LAB_HOME. */
  readonly lab: string;
  readonly home: string;
  /** Where the watched processes report their memory. */
  readonly watched: string;
  /** Messages per second, of the lab's producer and the additional load. */
  readonly rate: number;
  readonly random: Random;
  readonly times: SoakTimes;
  readonly signal: AbortSignal;
  say(line: string): void;
}

export interface SoakSeen {
  readonly memory: ReadonlyMap<string, readonly MemoryReading[]>;
  /** Messages per second in each span. */
  readonly rates: readonly number[];
  readonly disk: readonly number[];
  readonly counts: SoakCounts;
}

const deployments = '/apis/apps/v1/namespaces/default/deployments';
const flowingWithinMs = 120_000;
const settleWithinMs = 60_000;

/** Runs producers and both kinds of consumer, and samples everything. */
export async function soak(options: SoakOptions): Promise<SoakSeen> {
  const { stage, lab, rate, random, times, signal, say } = options;
  await stage.api.json({ method: 'POST', path: deployments, body: groupDeployment(lab) });
  await flowing(stage, signal);
  const ofLab = async () => sum(messagesByPartition(await metricsOf(stage.api, kafkaFacts.producerApp)));
  const load = new LoadProducer(proofClient(stage.bootstrap, { clientId: 'load' }), rate, random, ofLab);
  try {
    say('messages flow; warming up');
    await delay(times.warmUpMs, undefined, { signal });
    const seen = await look(options);
    await load.stop();
    return { ...seen, counts: await settledCounts(stage, load.acknowledged, signal) };
  } finally {
    await load.stop();
  }
}

/** Samples the processes, the rate and the disk for the given time. */
async function look(options: SoakOptions): Promise<Omit<SoakSeen, 'counts'>> {
  const { stage, home, watched, times, signal, say } = options;
  const named = processesOf(stage);
  const memory = new Map([...named.keys()].map((name) => [name, [] as MemoryReading[]]));
  const kafka = proofClient(stage.bootstrap, { clientId: 'soak' });
  const rates: number[] = [];
  const disk: number[] = [];
  const from = performance.now();
  let span = { at: performance.now(), total: sum(await endOffsets(kafka)) };
  while (performance.now() - from < times.forMs) {
    await delay(times.lookMs, undefined, { signal });
    for (const [name, pid] of named)
      memory.get(name)!.push({ at: performance.now(), rss: readProcess(pid)?.rss ?? 0, heap: undefined });
    if (performance.now() - span.at < times.spanMs) continue;
    const now = { at: performance.now(), total: sum(await endOffsets(kafka)) };
    rates.push(((now.total - span.total) * 1000) / (now.at - span.at));
    span = now;
    disk.push(diskUse(home));
    say(`${Math.round(rates.at(-1)!)} messages a second, ${Math.round(disk.at(-1)! / 2 ** 20)} MB on disk`);
  }
  for (const [name, pid] of named) addHeap(watched, pid, memory.get(name)!);
  return { memory, rates, disk };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Resolves once the producer sends and both consumers receive. */
async function flowing({ api }: Stage, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + flowingWithinMs;
  for (const app of [kafkaFacts.producerApp, kafkaFacts.consumerApp, groupApp])
    for (;;) {
      if (sum(messagesByPartition(await metricsOf(api, app))) > 0) break;
      if (performance.now() > deadline) throw new Error(`${app} counts no message`);
      await delay(100, undefined, { signal });
    }
}

function processesOf({ clusterPid, screenPid }: Stage): Map<string, number> {
  const named = new Map<string, number>();
  if (screenPid !== undefined) named.set('the screen', screenPid);
  named.set('the cluster', clusterPid);
  for (const { pid, role } of childrenOf(clusterPid)) {
    if (role === 'producer') named.set('the producer', pid);
    else if (role === 'consumer') named.set('the partition consumer', pid);
    else if (role === 'group-consumer') named.set('the group consumer', pid);
  }
  return named;
}

/** The heap with each sample; the clients in their pods do not inherit the environment of the machine, so they report none. */
function addHeap(watched: string, pid: number, looks: MemoryReading[]): void {
  const memory = readMemory(watched, pid);
  let next = 0;
  for (const [index, look] of looks.entries()) {
    const at = performance.timeOrigin + look.at;
    while (next < memory.length - 1 && memory[next]!.at < at) next++;
    looks[index] = { ...look, heap: memory[next]?.heap };
  }
}

/** Stops the lab's producer, lets the consumers catch up, and counts. */
async function settledCounts(
  stage: Stage,
  loaded: readonly number[],
  signal: AbortSignal,
): Promise<SoakCounts> {
  const produced = messagesByPartition(await metricsOf(stage.api, kafkaFacts.producerApp));
  const acknowledged = produced.map((count, partition) => count + loaded[partition]!);
  await stage.api.json({
    method: 'PATCH',
    path: `${deployments}/${kafkaFacts.producerApp}/scale`,
    contentType: 'application/merge-patch+json',
    body: { spec: { replicas: 0 } },
  });
  const kafka = proofClient(stage.bootstrap, { clientId: 'soak-ends' });
  const deadline = performance.now() + settleWithinMs;
  for (;;) {
    const ends = await endOffsets(kafka);
    const consumers = [
      await consumerCounts(stage, 'the partition consumer', kafkaFacts.consumerApp),
      await consumerCounts(stage, 'the group consumer', groupApp),
    ];
    const again = await endOffsets(kafka);
    const isStill = sum(again) === sum(ends);
    const isRead = consumers.every(({ partitions }) =>
      partitions.every((one) => one.start + one.distinct === ends[one.partition]),
    );
    if ((isStill && isRead) || performance.now() > deadline) return { acknowledged, ends: again, consumers };
    await delay(250, undefined, { signal });
  }
}

async function consumerCounts(
  { api }: Stage,
  name: string,
  app: string,
): Promise<SoakCounts['consumers'][number]> {
  const metrics = await metricsOf(api, app);
  const reads = app === groupApp ? () => true : (partition: number) => partition === 0;
  const partitions = metrics
    .flatMap((one) => one.partitions)
    .filter(({ partition }) => reads(partition))
    .map(({ partition, startOffset, distinct }) => ({ partition, start: startOffset, distinct }));
  return { name, partitions };
}
