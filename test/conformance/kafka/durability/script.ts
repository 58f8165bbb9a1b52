import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Producer } from 'kafkajs';
import { type Count, Messages, readAll } from './count-messages.ts';
import { clientOf, configure, type Stage, untilView } from './stage.ts';

/** Counts by the name of a case, in the order of the script. */
export type Counts = ReadonlyMap<string, Count>;

/** The number of messages in cases in which the number does not matter. */
export const few = 20;
const sendingMs = 3000;
const sendersEach = 4;

/** Runs every case, on brokers that are all up. They are all up again afterwards. */
export async function runScript(stage: Stage): Promise<Counts> {
  const counts = new Map<string, Count>();
  await leaderDiesUnderLoad(stage, counts);
  await leaderDiesWhileFollowersArePaused(stage, counts);
  await twoBrokersDie(stage, counts);
  return counts;
}

/** Producers send as fast as they can while the leader is killed. */
async function leaderDiesUnderLoad(stage: Stage, counts: Map<string, Count>): Promise<void> {
  const all = [new Messages('load-all', -1), new Messages('load-one', 1), new Messages('load-none', 0)];
  await createTopics(stage, all, {});
  // Followers that have just been created may take a while until they fetch.
  await withProducer(stage, 30, async (producer) => {
    for (const each of all) await each.send(producer, -1);
  });
  let over = false;
  const send = (messages: Messages) =>
    withProducer(stage, 30, async (producer) => {
      while (!over) {
        await messages.send(producer);
        // Without waiting for a response, nothing else would ever run.
        await nextTurn();
      }
      // A message after the fault shows that the topic continues.
      await messages.send(producer);
    });
  const sending = all.flatMap((messages) => Array.from({ length: sendersEach }, () => send(messages)));
  await new Promise((next) => setTimeout(next, sendingMs));
  await stage.kill(0);
  await untilView(stage, namesOf(all), ({ leader }) => leader > 0, 'led by another broker');
  over = true;
  await Promise.all(sending);
  await stage.start(0);
  await untilInSync(stage, all);
  await tally(stage, counts, {
    'acks=all, the leader is killed under load': all[0]!,
    'acks=1, the leader is killed under load': all[1]!,
    'acks=0, the leader is killed under load': all[2]!,
  });
}

/** The followers hang for a moment, so that they fetch nothing, but still count as in sync. */
async function leaderDiesWhileFollowersArePaused(stage: Stage, counts: Map<string, Count>): Promise<void> {
  const all = [new Messages('paused-all', -1), new Messages('paused-one', 1)];
  await createTopics(stage, all, {});
  await withProducer(stage, 30, async (producer) => {
    for (const each of all) await each.send(producer, -1);
  });
  await withProducer(stage, 0, async (producer) => {
    stage.pause(1);
    stage.pause(2);
    await repeat(few, () => all[1]!.send(producer));
    const waiting = all[0]!.send(producer);
    await new Promise((next) => setTimeout(next, 300));
    await stage.kill(0);
    stage.resume(1);
    stage.resume(2);
    await waiting;
  });
  await untilView(stage, namesOf(all), ({ leader }) => leader > 0, 'led by another broker');
  await stage.start(0);
  await untilInSync(stage, all);
  await tally(stage, counts, {
    'acks=all, the followers hang and the leader is killed': all[0]!,
    'acks=1, the followers hang and the leader is killed': all[1]!,
  });
}

/** Two brokers die, the last one continues and dies as well, and one of the two comes back. */
async function twoBrokersDie(stage: Stage, counts: Map<string, Count>): Promise<void> {
  const clean = new Messages('clean', -1);
  const unclean = new Messages('unclean', -1);
  const later = new Messages('unclean-later', -1);
  const strict = new Messages('strict', -1);
  const strictOne = new Messages('strict-one', 1);
  const all = [clean, unclean, later, strict, strictOne];
  await createTopics(stage, [clean, later], {});
  await createTopics(stage, [unclean], { 'unclean.leader.election.enable': 'true' });
  await createTopics(stage, [strict, strictOne], { 'min.insync.replicas': '2' });
  await withProducer(stage, 5, async (producer) => {
    for (const each of all) await each.send(producer);
  });
  await stage.kill(1);
  await stage.kill(2);
  await untilView(stage, namesOf(all), ({ isr }) => isr.join() === '0', 'alone in sync on broker 0');
  await withProducer(stage, 0, async (producer) => {
    for (const each of all) await repeat(few, () => each.send(producer));
  });
  await stage.kill(0);
  await stage.start(1);
  await untilView(
    stage,
    [unclean.topic],
    ({ leader }) => leader === 1,
    'led by broker 1, which is not in sync',
  );
  const others = [clean, later, strict, strictOne];
  await untilView(stage, namesOf(others), ({ leader }) => leader === -1, 'without a leader');
  await configure(stage, later.topic, 'unclean.leader.election.enable', 'true');
  await untilView(
    stage,
    [later.topic],
    ({ leader }) => leader === 1,
    'led by broker 1 since its setting changed',
  );
  await stage.start(0);
  await stage.start(2);
  await untilInSync(stage, all);
  await tally(stage, counts, {
    'acks=all, two brokers die, then the last in sync': clean,
    '… with unclean election': unclean,
    '… with unclean election switched on afterwards': later,
    '… with min.insync.replicas=2': strict,
    'acks=1, two brokers die, then the last in sync, with min.insync.replicas=2': strictOne,
  });
}

const namesOf = (all: readonly Messages[]) => all.map(({ topic }) => topic);

async function repeat(times: number, run: () => Promise<void>): Promise<void> {
  for (let time = 0; time < times; time++) await run();
}

function untilInSync(stage: Stage, all: readonly Messages[]): Promise<void> {
  return untilView(stage, namesOf(all), ({ isr }) => isr.length === 3, 'in sync on all brokers');
}

/** Broker 0 leads, and all are in sync. */
async function createTopics(
  stage: Stage,
  all: readonly Messages[],
  config: Record<string, string>,
): Promise<void> {
  const admin = clientOf(stage, 30).admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: namesOf(all).map((topic) => ({
      topic,
      replicaAssignment: [{ partition: 0, replicas: [0, 1, 2] }],
      configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
    })),
  });
  await admin.disconnect();
  await untilView(
    stage,
    namesOf(all),
    ({ leader, isr }) => leader === 0 && isr.length === 3,
    'led by broker 0, in sync on all',
  );
}

async function withProducer(
  stage: Stage,
  retries: number,
  run: (producer: Producer) => Promise<void>,
): Promise<void> {
  const producer = clientOf(stage, retries).producer();
  await producer.connect();
  try {
    await run(producer);
  } finally {
    await producer.disconnect().catch(() => undefined);
  }
}

async function tally(
  stage: Stage,
  counts: Map<string, Count>,
  cases: Record<string, Messages>,
): Promise<void> {
  const values = await readAll(
    stage,
    Object.values(cases).map(({ topic }) => topic),
  );
  for (const [name, messages] of Object.entries(cases))
    counts.set(name, messages.count(values.get(messages.topic)!));
}
