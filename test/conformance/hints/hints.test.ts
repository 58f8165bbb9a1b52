import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mistakes } from '../../lab/diagnosis/mistakes.ts';
import { LiveLab, type RunOptions } from './live-lab.ts';
import { type LiveMistake, liveMistakes } from './live-mistakes.ts';

/** The number of clusters that run in parallel, and the time limit of the whole table. */
const together = 2;
const wholeTableMs = 10 * 60_000;

/** Check → the time that it took to pass when nothing was wrong. */
const passedAfter = new Map<string, number>();
/** Long enough for a check that would have passed, and shorter than a learner waits. */
const waits: RunOptions['waits'] = (check) => Math.max(5_000, 3 * (passedAfter.get(check) ?? 0));

const slots = new Set<Promise<unknown>>();
/** Labs with only brokers, for the next row that needs no more. */
const withBrokers: LiveLab[] = [];
const since = performance.now();

beforeAll(async () => {
  const lab = await LiveLab.start();
  withBrokers.push(lab);
  const journal = await lab.run(
    ['1.3', '1.4', '1.5', '1.7', '1.8', '2.1', '2.2', '2.3', '2.4', '2.7', '2.8'],
    {
      waits: (_check, usual) => usual,
    },
  );
  expect(journal.of('check-failed')).toEqual([]);
  for (const { check, durationMs } of journal.of('check-passed')) passedAfter.set(check, durationMs);
  await removeClients(lab);
}, 120_000);
afterAll(async () => {
  await Promise.all(withBrokers.map((lab) => lab.close()));
});

async function removeClients(lab: LiveLab): Promise<void> {
  await lab.type('kubectl delete deployments --all');
  for (const topic of ['test', 'tset'])
    await lab.type(
      `kubectl exec kafka-0 -- kafka-topics --bootstrap-server localhost:9092 --delete --if-exists --topic ${topic}`,
    );
  const isEmpty = async () =>
    (await lab.type('kubectl get pods --no-headers')).said.match(/ece573/g) === null;
  await until('the clients are gone', isEmpty);
}

function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  return vi.waitFor(
    async () => {
      if (!(await holds())) throw new Error(`not yet: ${what}`);
    },
    { timeout: 40_000, interval: 300 },
  );
}

/** Limits the number that run at once. */
async function inSlot<T>(work: () => Promise<T>): Promise<T> {
  while (slots.size >= together) await Promise.race(slots);
  const working = work();
  const settled = working.then(
    () => {},
    () => {},
  );
  slots.add(settled);
  try {
    return await working;
  } finally {
    slots.delete(settled);
  }
}

async function prepared({ on }: Pick<LiveMistake, 'on'>): Promise<LiveLab> {
  const lab = (on === 'nothing' ? undefined : withBrokers.pop()) ?? (await LiveLab.start());
  const usual: RunOptions = { waits: (_check, withinMs) => withinMs };
  try {
    if (on !== 'nothing') {
      const journal = await lab.run(
        ['1.3', '1.4', '1.5', '2.1', ...(on === 'clients' ? ['2.2'] : [])],
        usual,
      );
      expect(journal.of('check-failed')).toEqual([]);
    }
    return lab;
  } catch (error) {
    await lab.close();
    throw error;
  }
}

async function type(lab: LiveLab, line: string): Promise<void> {
  const crash = /^crash (\S+)$/.exec(line)?.[1];
  if (crash !== undefined) {
    // A container that is down has no process to kill: wait for its next run.
    const kill = async () => (await lab.type(`kubectl exec ${crash} -- kill -9 1`)).exitCode;
    await until(`${crash} is killed`, async () => (await kill()) !== 1);
    return;
  }
  const { exitCode, said } = await lab.type(line);
  expect(exitCode, said).toBe(0);
}

describe('a mistake on a real cluster', () => {
  it.concurrent.each(liveMistakes.map((row) => [row.mistake, row] as const))(
    '%s',
    async (name, row) => {
      const expected = mistakes.find(({ mistake }) => mistake === name);
      expect(expected, 'its row in mistakes.ts').toBeDefined();
      await inSlot(async () => {
        const lab = await prepared(row);
        let isReusable = false;
        try {
          for (const line of row.types ?? []) await type(lab, line);
          const journal = await lab.run(row.steps, { edits: row.edits, ownFacts: row.ownFacts, waits });
          const [failed] = journal.of('check-failed');
          expect(failed, 'a check fails').toBeDefined();
          const [hint = '', evidence = ''] = (failed!.hint ?? '').split(' Seen: ');
          expect(hint, `${failed!.check}: ${failed!.evidence}`).toMatch(expected!.hint);
          expect(evidence).toMatch(row.evidence ?? expected!.evidence);
          if (row.leavesBrokers) {
            await removeClients(lab);
            isReusable = true;
          }
        } finally {
          if (isReusable) withBrokers.push(lab);
          else await lab.close();
        }
      });
    },
    wholeTableMs,
  );
});

describe('no mistake on a real cluster', () => {
  it(
    'gets only the step’s own hint if a step is run out of order',
    async () => {
      await inSlot(async () => {
        const lab = await prepared({ on: 'clients' });
        try {
          const journal = await lab.run(['1.9'], { waits });
          expect(journal.of('check-failed')).toMatchObject([
            { check: 'no-topics', hint: expect.not.stringContaining('Seen: ') },
          ]);
        } finally {
          await lab.close();
        }
      });
    },
    wholeTableMs,
  );

  it('restarts the count if the topic is deleted and recreated meanwhile, and says so', async () => {
    const lab = await prepared({ on: 'clients' });
    try {
      let deleted: Promise<unknown> | undefined;
      const journal = await lab.run(['2.4', '2.5'], {
        waits: (_check, usual) => usual,
        messages: 1_500,
        onEvent(event) {
          // In the middle of the count.
          if (event.type !== 'counters' || (event.received[0] ?? 0) < 300) return;
          deleted ??= lab.type(
            'kubectl exec kafka-0 -- kafka-topics --bootstrap-server localhost:9092 --delete --topic test',
          );
        },
      });
      await deleted;
      expect(journal.of('check-failed')).toEqual([]);
      expect(journal.of('notice').map(({ text }) => text)).toContainEqual(
        expect.stringContaining('the topic test was deleted and created again: the count starts again'),
      );
      const [counted] = journal.of('counted');
      expect(counted!.received / counted!.window).toBeCloseTo(0.25, 1);
      for (const { startOffsets, endOffsets, received } of journal.of('counters'))
        expect(received[0] ?? 0).toBeLessThanOrEqual((endOffsets[0] ?? 0) - (startOffsets?.[0] ?? 0));
    } finally {
      await lab.close();
    }
  }, 180_000);
});

it('takes no more than ten minutes for forty mistakes or more', () => {
  expect(liveMistakes.length).toBeGreaterThanOrEqual(40);
  expect(performance.now() - since).toBeLessThan(wholeTableMs);
});
