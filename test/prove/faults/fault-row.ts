import { setTimeout as delay } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { type Breach, History } from '../../embedded/kafka/faults/history.ts';
import { proofClient } from '../kafka-client.ts';
import type { Row } from '../part.ts';
import { randomFor } from '../random-for.ts';
import { CommitHistory } from './commit-history.ts';
import { readAsMember, readPartition, readToEnds } from './consumers.ts';
import type { FaultKind } from './kinds.ts';
import { Producers, partitions, produce, topic } from './producers.ts';
import { compareCommitted, watchOffsets } from './watch-offsets.ts';
import type { World } from './world.ts';

export interface RowOptions {
  readonly seed: number;
  /** How long faults are injected, in ms; longer if there was no fault or no acknowledged message yet. */
  readonly forMs: number;
  readonly members: number;
  readonly producers: { readonly plain: number; readonly idempotent: number };
  readonly signal: AbortSignal;
  say(line: string): void;
}

const group = 'workers';
const leastAcknowledged = 50;
const longestCalmMs = 1_500;
const caughtUpWithinMs = 90_000;

/** Injects faults of one kind while clients work, repairs the cluster, reads everything again and judges. */
export async function faultRow(kind: FaultKind, world: World, options: RowOptions): Promise<Row> {
  const { seed, forMs, signal, say } = options;
  const random = randomFor(seed, kind.what);
  const producers = new Producers();
  const history = new History(producers.guarantee);
  const commits = new CommitHistory();
  const kafka = (clientId: string, retries?: number) =>
    proofClient(world.bootstrap, { clientId, ...(retries === undefined ? {} : { retries }) });
  await makeTopic(kafka('admin', 60));

  let faults = 0;
  const until = performance.now() + forMs;
  const isHurtOver = () =>
    signal.aborted || (performance.now() >= until && faults > 0 && history.acknowledged > leastAcknowledged);
  let isCalm = false;
  let isRead = false;
  const stop = new AbortController();
  const sending = [
    ...Array.from({ length: options.producers.plain }, () => false),
    ...Array.from({ length: options.producers.idempotent }, () => true),
  ].map((idempotent, index) =>
    produce(kafka(`producer-${index}`), {
      idempotent,
      history,
      producers,
      random: randomFor(seed, `${kind.what} ${index}`),
      over: () => isCalm,
    }),
  );
  const reading = [
    ...partitions.map((partition) =>
      readPartition(kafka(`reader-${partition}`), partition, history, stop.signal),
    ),
    ...Array.from({ length: options.members }, (_, index) =>
      readAsMember(kafka(`member-${index}`), group, history, commits, stop.signal),
    ),
  ];
  const watching = watchOffsets(kafka('watcher', 2), group, commits, () => isRead);
  const troubles: Breach[] = [];
  try {
    while (!isHurtOver()) {
      faults += await kind.strike(world, random);
      await world.pause(random.below(longestCalmMs));
      // Usually the next fault meets a healthy cluster, otherwise one that is still recovering.
      if (random.below(4) > 0) await world.whole();
      else await world.revive();
    }
    say(`${kind.what}: ${faults} faults, ${history.acknowledged} messages acknowledged`);
    await world.mend();
    isCalm = true;
    await Promise.all(sending);
    const ends = await endOffsets(kafka('ends', 60));
    troubles.push(...(await caughtUp(history, commits, ends)));
    isRead = true;
    stop.abort();
    await Promise.all(reading);
    const admin = kafka('committed', 60).admin();
    await admin.connect();
    await compareCommitted(admin, group, commits);
    await admin.disconnect();
    history.readAgain();
    await readToEnds(kafka('again', 60), history, ends, caughtUpWithinMs);
    troubles.push(...history.breaches(ends));
  } catch (error) {
    signal.throwIfAborted();
    // A cluster that does not recover breaks the promise as well.
    troubles.push({ kind: 'lost', text: error instanceof Error ? error.message : String(error) });
  } finally {
    isCalm = true;
    isRead = true;
    stop.abort();
  }
  const moves = await watching;
  signal.throwIfAborted();
  return judge(kind.what, seed, faults, { history, commits, moves, breaches: troubles });
}

async function makeTopic(kafka: Kafka): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions.length, replicationFactor: 3 }] });
  await admin.disconnect();
}

async function endOffsets(kafka: Kafka): Promise<Map<number, number>> {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
}

/** Readers and the group must reach the ends without help once the cluster is healthy: a stalled one is a breach too. */
async function caughtUp(
  history: History,
  commits: CommitHistory,
  ends: ReadonlyMap<number, number>,
): Promise<Breach[]> {
  const behind = () =>
    [...ends].filter(
      ([partition, end]) => history.highest(partition) + 1 < end || commits.known(partition) < end,
    );
  const deadline = performance.now() + caughtUpWithinMs;
  while (behind().length > 0 && performance.now() < deadline) await delay(50);
  return behind().map(([partition, end]) => ({
    kind: 'lost',
    text: `partition ${partition} ends at ${end}, was read to ${history.highest(partition) + 1} and committed to ${commits.known(partition)}`,
  }));
}

export interface Outcome {
  readonly history: Pick<History, 'acknowledged' | 'failed'>;
  readonly commits: Pick<CommitHistory, 'breaches' | 'commits' | 'late' | 'looks'>;
  /** How many leader changes were seen. */
  readonly moves: number;
  readonly breaches: readonly Breach[];
}

const shownBreaches = 3;

/** The row of a kind of fault. */
export function judge(what: string, seed: number, faults: number, outcome: Outcome): Row {
  const { history, commits, moves, breaches } = outcome;
  const count = (kind: Breach['kind']) => breaches.filter((breach) => breach.kind === kind).length;
  const all = [...breaches, ...commits.breaches];
  const figures =
    `${history.acknowledged} messages acknowledged: ${count('lost')} lost, ${count('invented')} invented, ` +
    `${count('order')} out of order, ${count('changed')} changed; ${commits.commits} commits, of which ${commits.late} came late, ${commits.looks} looks at them: ` +
    `${commits.breaches.length} wrong or gone back; ${history.failed} messages not acknowledged, ${moves} changes of a leader`;
  const examples = all.slice(0, shownBreaches).map(({ text }) => text);
  return {
    what,
    seed,
    count: faults,
    unit: 'faults',
    broken: all.length,
    details: [figures, ...examples].join('; '),
  };
}
