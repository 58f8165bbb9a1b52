import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';
import { CommitHistory } from './faults/commit-history.ts';
import { judge } from './faults/fault-row.ts';
import type { Row } from './part.ts';
import { faults } from './parts/faults.ts';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-faults-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));

it('nothing that was acknowledged is lost while the built cluster and its brokers are killed', async () => {
  const signal = AbortSignal.timeout(150_000);
  const context = { cli, directory, seed: 3, length: 'short', signal, say: () => {} } as const;
  const rows: Row[] = [];
  for await (const row of faults.run(context, new Set())) rows.push(row);
  expect(rows).toHaveLength(1);
  for (const { broken, count, details } of rows) {
    expect(broken, details).toBe(0);
    expect(count).toBeGreaterThan(0);
  }
}, 160_000);

describe('the checker of committed offsets', () => {
  it('is content with offsets that go on, and with one that nobody heard was committed', () => {
    const commits = new CommitHistory();
    commits.looking()(0, -1);
    commits.committing(0, 5)();
    commits.committing(0, 9);
    commits.looking()(0, 5);
    commits.looking()(0, 9);
    expect(commits.breaches).toEqual([]);
  });

  it('finds an offset that was acknowledged and is gone', () => {
    const commits = new CommitHistory();
    commits.committing(0, 5)();
    commits.looking()(0, -1);
    expect(commits.breaches).toEqual([
      { kind: 'lost', text: 'the offset of partition 0 went back from 5 to -1' },
    ]);
  });

  it('finds an offset that was seen once and went back, though nobody heard that it was committed', () => {
    const commits = new CommitHistory();
    commits.committing(0, 5)();
    commits.committing(0, 9);
    commits.looking()(0, 9);
    commits.looking()(0, 5);
    expect(commits.breaches).toHaveLength(1);
  });

  it('does not hold an answer against a commit that was acknowledged only after the question', () => {
    const commits = new CommitHistory();
    const answered = commits.looking();
    commits.committing(0, 5)();
    answered(0, -1);
    expect(commits.breaches).toEqual([]);
  });

  it('finds an offset that nobody committed', () => {
    const commits = new CommitHistory();
    commits.committing(0, 5)();
    commits.looking()(0, 7);
    expect(commits.breaches).toEqual([{ kind: 'invented', text: 'nobody committed 7 of partition 0' }]);
  });
});

it('every breach of the rules breaks the row, and the first of them are told', () => {
  const commits = new CommitHistory();
  commits.committing(0, 5)();
  commits.looking()(0, 1);
  const breaches = [
    { kind: 'lost', text: 'the first' },
    { kind: 'order', text: 'the second' },
  ] as const;
  const row = judge('kill', 1, 7, { history: { acknowledged: 9, failed: 1 }, commits, moves: 0, breaches });
  expect(row).toMatchObject({ count: 7, unit: 'faults', broken: 3 });
  expect(row.details).toMatch(/9 messages acknowledged: 1 lost, 0 invented, 1 out of order/);
  expect(row.details).toMatch(/1 wrong or gone back.*; the first; the second/);
});
