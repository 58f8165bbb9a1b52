import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';
import { describeEarlier, judgeLoop, type LoopMeasure } from './loop-delay/judge-loop.ts';
import { judgeWaits } from './loop-delay/judge-waits.ts';
import type { Row } from './part.ts';
import { loop } from './parts/loop.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-loop-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));

it('the event loop of the cluster is never blocked for seconds, at rest, under load and under attack', async () => {
  const rows: Row[] = [];
  const context = { cli, directory, seed: 1, length: 'short', signal: AbortSignal.timeout(90_000) } as const;
  for await (const row of loop.run({ ...context, say: () => {} }, new Set())) rows.push(row);
  expect(rows.map(({ what }) => what)).toContain('bulk produce and consume');
  for (const { what, broken, count, details } of rows) {
    expect(broken, `${what}: ${details}`).toBe(0);
    expect(count, what).toBeGreaterThan(0);
  }
}, 100_000);

describe('the measure of the loop', () => {
  const calm: LoopMeasure = {
    ticks: [{ at: 0, late: 3, waited: 0, cpu: 1 }],
    listeners: [
      {
        at: 0,
        waits: { api: [2], kafka: [1], zookeeper: [1] },
        open: { api: 0, kafka: 0, zookeeper: 0 },
        late: [1],
      },
    ],
    rss: { before: 100 * 2 ** 20, highest: 110 * 2 ** 20 },
    silentForMs: undefined,
    load: '',
  };
  const bounds = { ownMs: 100, waitMs: 1_000, growth: 50 * 2 ** 20 };
  const brokenBy = (measure: Partial<LoopMeasure>) =>
    judgeLoop('it', 1, { ...calm, ...measure }, bounds).broken;

  it('accepts a calm loop', () => expect(brokenBy({})).toBe(0));

  it('finds a turn that blocked everybody', () =>
    expect(
      brokenBy({
        ticks: [
          { at: 0, late: 101, waited: 0, cpu: 105 },
          { at: 1, late: 4, waited: 0, cpu: 5 },
          { at: 2, late: 5000, waited: 10, cpu: 4990 },
        ],
      }),
    ).toBe(2));

  it('does not blame the cluster for time without a CPU, and reports it', () => {
    const ticks = [{ at: 0, late: 500, waited: 450, cpu: 60 }];
    expect(brokenBy({ ticks })).toBe(0);
    expect(judgeLoop('it', 1, { ...calm, ticks }, bounds).details).toContain('with waiting for a CPU 500 ms');
  });

  it('reports both the delay and the CPU time of a repeated measurement', () => {
    const late = { ...calm, ticks: [{ at: 0, late: 171, waited: 10, cpu: 30 }] };
    expect(describeEarlier(late, bounds)).toContain('by up to 161 ms (CPU time in such a turn up to 30 ms)');
  });

  it('finds a process that grew', () =>
    expect(brokenBy({ rss: { before: 100 * 2 ** 20, highest: 151 * 2 ** 20 } })).toBe(1));

  it('finds a cluster that no longer responds', () => expect(brokenBy({ silentForMs: 60_000 })).toBe(1));

  it('reports how long an outside client has waited without a response', () =>
    expect(
      judgeLoop(
        'it',
        1,
        { ...calm, listeners: [{ ...calm.listeners[0]!, open: { api: 0, kafka: 7000, zookeeper: 0 } }] },
        bounds,
      ).details,
    ).toContain('kafka 7000 ms / 7000 ms'));

  const waitsOf = (listener: Partial<(typeof calm.listeners)[number]>, measure: Partial<LoopMeasure> = {}) =>
    judgeWaits(
      'it',
      1,
      { ...calm, ...measure, listeners: [{ ...calm.listeners[0]!, at: 3000, ...listener }] },
      1000,
    );

  it('accepts responses that arrive in time', () => expect(waitsOf({}).broken).toBe(0));

  it('finds each response that was too late, although no turn of the loop was', () => {
    const row = waitsOf({ waits: { api: [2], kafka: [1500, 2, 1200], zookeeper: [4400] } });
    expect([row.broken, row.count]).toEqual([3, 5]);
    expect(row.details).toContain('zookeeper 4400 ms / 4400 ms');
  });

  it('finds a response that has not arrived at all', () =>
    expect(waitsOf({ open: { api: 0, kafka: 21_000, zookeeper: 0 } }).broken).toBe(1));

  it('subtracts the time without a CPU of the cluster or the client from a wait, as far as it overlaps', () => {
    const waits = { api: [2], kafka: [1500], zookeeper: [1] };
    const tick = { late: 0, waited: 600, cpu: 1 };
    expect(waitsOf({ waits }, { ticks: [{ ...tick, at: 2000 }] }).broken).toBe(0);
    expect(waitsOf({ waits }, { ticks: [{ ...tick, at: 1000 }] }).broken).toBe(1);
    expect(waitsOf({ waits, late: [600] }).broken).toBe(0);
    // At the same time, for all that is known.
    expect(waitsOf({ waits, late: [400] }, { ticks: [{ ...tick, waited: 400, at: 2000 }] }).broken).toBe(1);
  });
});
