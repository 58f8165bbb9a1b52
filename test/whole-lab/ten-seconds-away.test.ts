import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runKubectl } from '../../source/cluster/kubectl/run-kubectl.ts';
import type { Cluster } from '../../source/cluster/model/cluster.ts';
import { CurrentObserver } from '../../source/commands/clusters/current-observer.ts';
import type { JournalEvent } from '../../source/journal/events.ts';
import { openJournal } from '../../source/journal/journal.ts';
import { readManifestSet } from '../../source/manifests/manifest-set.ts';
import { readFacts } from '../../source/manifests/read-facts.ts';
import { createSession } from '../../source/session/live/create-session.ts';
import { runTool } from '../conformance/tools.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';
import { cli, type ServedCluster, serveCluster } from '../serve-cluster.ts';
import { throughWire, type Wire } from './wire.ts';

const awayMs = 10_000;
const facts = readFacts(readManifestSet('manifests'));
const apps = [facts.lab.producerApp, facts.lab.consumerApp];
let served: ServedCluster;
let wire: Wire;
let kubeconfig: string;
beforeAll(async () => {
  served = await serveCluster('--apply', join('manifests', 'kafka.yml'));
  ({ wire, kubeconfig } = await throughWire(served));
  const built = await runTool(process.execPath, [cli, 'build'], { env: served.env });
  expect(built.code, built.stderr).toBe(0);
  await direct('apply', '-f', join('manifests', 'clients.yml'));
}, 60_000);
afterAll(async () => {
  await wire.close();
  await served.close();
});

/** kubectl that bypasses the wire. */
async function direct(...args: string[]): Promise<string> {
  let said = '';
  const code = await runKubectl(args, {
    kubeconfig: served.kubeconfig,
    context: 'kafka-lab',
    namespace: 'default',
    directory: process.cwd(),
    output: (_stream, text) => {
      said += text;
    },
    signal: AbortSignal.timeout(20_000),
  });
  expect(code, said).toBe(0);
  return said;
}

/** The number of counts that a client has logged. */
const written = async (app: string) =>
  (await direct('logs', '-l', `app=${app}`, '--tail=-1')).match(/\d+ messages/g)?.length ?? 0;

/** A running cluster of someone else: the session gets only a kubeconfig that leads through the wire. */
function theirs(): Cluster {
  return {
    kind: 'context',
    name: 'theirs',
    kubeconfig,
    context: 'kafka-lab',
    namespace: 'default',
    state: 'ready',
    onState: () => () => {},
    attach: async () => true,
    existing: async () => undefined,
    reset: () => Promise.reject(new Error('not here')),
    build: () => Promise.reject(new Error('not here')),
    down: async () => {},
    close: async () => {},
  };
}

it('survives an API server outage of ten seconds: nothing is lost or repeated, and the outage is reported', async () => {
  const cluster = theirs();
  const journal = await openJournal(join(served.home, 'session'));
  const observer = new CurrentObserver(
    cluster,
    () => facts,
    (level, text) => session.notice(level, text),
  );
  const session = createSession({
    lab: { ...kafkaLab, facts: facts.lab },
    cluster,
    runner: { run: () => Promise.reject(new Error('nothing is run here')) },
    observer: () => observer.get(),
    journal,
    directory: served.home,
    messages: 1_000,
    onExport: async () => '',
  });
  const view = () => session.snapshot();
  const received = () => view().tally.received;
  const grows = async () => {
    const from = received();
    await expect.poll(received, { timeout: 30_000 }).toBeGreaterThan(from + 100);
  };
  let away: readonly [from: number, until: number];
  try {
    await grows();
    wire.away(true);
    const from = Date.now();
    await expect
      .poll(() => view().notice?.text, { timeout: 15_000 })
      .toMatch(/does not answer .*it is asked again/);
    const stands = received();
    const before = await Promise.all(apps.map(written));
    while (Date.now() < from + awayMs)
      await new Promise((resolve) => setTimeout(resolve, from + awayMs - Date.now()));
    // However slow the machine is, the clients continued meanwhile.
    for (const [at, app] of apps.entries())
      await expect.poll(() => written(app), { timeout: 40_000 }).toBeGreaterThan(before[at]!);
    // The screen shows what was counted last.
    expect(received()).toBe(stands);
    expect(view().cluster.state).toBe('ready');
    expect(view().notice?.level).toBe('error');
    wire.away(false);
    away = [from, Date.now()];
    await expect
      .poll(() => view().notice?.text, { timeout: 40_000 })
      .toMatch(/^the API server answers again, after \d+ s$/);
    await expect.poll(received, { timeout: 40_000 }).toBeGreaterThan(stands + 400);
    // Each log has a line from after the outage.
    for (const log of [session.logs.producer, session.logs.consumer])
      await expect
        .poll(() => log.slice(log.total - 1, log.total)[0]?.at ?? 0, { timeout: 40_000 })
        .toBeGreaterThan(away[1]);
  } finally {
    await session.actions.close();
    await observer.close();
  }

  const events = readFileSync(journal.path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalEvent & { readonly at: string });
  const during = away;
  const lines = events.filter((event) => event.type === 'pod-line');
  for (const app of apps) {
    const counts = lines
      .filter(({ pod }) => pod.startsWith(app))
      .flatMap(({ text }) => /(\d+) messages/.exec(text)?.[1] ?? [])
      .map(Number);
    expect(counts, app).toEqual(counts.map((_, at) => counts[0]! + at * 1_000));
    // Lines written during the outage are there too.
    const missed = lines.filter(
      ({ pod, podAt }) => pod.startsWith(app) && podAt > during[0] && podAt < during[1],
    );
    expect(missed.length, app).toBeGreaterThan(0);
  }
  const counters = events.filter((event) => event.type === 'counters');
  expect(counters.some(({ at }) => Date.parse(at) > during[1])).toBe(true);
  for (const [at, { endOffsets }] of counters.entries())
    for (const [partition, end] of endOffsets.entries())
      expect(end).toBeGreaterThanOrEqual(counters[at - 1]?.endOffsets[partition] ?? 0);
  expect(events.filter((event) => event.type === 'notice').map(({ level }) => level)).toEqual([
    'error',
    'info',
  ]);
}, 180_000);
