import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PartitionLog } from '../../source/embedded/kafka/log/partition-log.ts';
import { scanSegment } from '../../source/embedded/kafka/log/scan-segment.ts';
import { segmentFile } from '../../source/embedded/kafka/log/segment.ts';
import { encodeBatch } from '../../source/embedded/kafka/records/encode-batch.ts';
import { Random } from '../embedded/kafka/random.ts';
import { cli } from '../serve-cluster.ts';
import { CommitHistory } from './faults/commit-history.ts';
import { judge } from './faults/fault-row.ts';
import { tearTails } from './faults/torn-tails.ts';
import type { Row } from './part.ts';
import { faults } from './parts/faults.ts';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-faults-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));

it('no acknowledged message is lost while the built cluster and its brokers are killed', async () => {
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

it('a tail was torn in a way that no write does: into the beginning of a batch at an offset that was already passed', () => {
  const log = PartitionLog.open({ directory: join(directory, 'kafka-data') });
  for (let offset = 0; offset < 3; offset++)
    log.append(encodeBatch([{ value: 'a value of some length'.repeat(9), timestamp: 1_000 }]));
  log.close();
  writeFileSync(join(directory, 'objects.jsonl'), '');
  const file = segmentFile(join(directory, 'kafka-data'), 0);
  const whole = readFileSync(file);
  const random = new Random(1);
  let tears = 0;
  for (let round = 0; round < 60; round++) {
    writeFileSync(file, whole);
    if (tearTails(directory, random) === 0) continue;
    tears++;
    const torn = readFileSync(file);
    expect(scanSegment(torn, 0)).toMatchObject({
      damaged: [],
      torn: { start: whole.length, end: torn.length },
    });
    // No broker has truncated the tail yet, and none writes after it.
    tearTails(directory, random);
    expect(readFileSync(file)).toEqual(torn);
  }
  expect(tears).toBeGreaterThan(10);
});

describe('the checker of committed offsets', () => {
  it('accepts offsets that increase, and one whose commit was not acknowledged', () => {
    const commits = new CommitHistory();
    commits.looking([0])(0, -1);
    commits.committing(0, 5)();
    commits.committing(0, 9);
    commits.looking([0])(0, 5);
    commits.looking([0])(0, 9);
    expect(commits.breaches).toEqual([]);
  });

  it('finds an acknowledged offset that is gone', () => {
    const commits = new CommitHistory();
    commits.committing(0, 5)();
    commits.looking([0])(0, -1);
    expect(commits.breaches).toEqual([
      { kind: 'lost', text: 'the offset of partition 0 went back from 5 to -1' },
    ]);
  });

  it('finds an offset that was seen once and went back, although its commit was not acknowledged', () => {
    const commits = new CommitHistory();
    commits.committing(0, 5)();
    commits.committing(0, 9);
    commits.looking([0])(0, 9);
    commits.looking([0])(0, 5);
    expect(commits.breaches).toHaveLength(1);
  });

  it('does not count a response against a commit that was acknowledged only after the request', () => {
    const commits = new CommitHistory();
    const answered = commits.looking([0]);
    commits.committing(0, 5)();
    answered(0, -1);
    expect(commits.breaches).toEqual([]);
  });

  it('took a commit that kafkajs repeats after a rebalance for an offset that went back', () => {
    const commits = new CommitHistory();
    commits.committing(0, 5)();
    const repeated = commits.committing(0, 6);
    commits.committing(0, 9)();
    const [before, during] = [commits.looking([0]), commits.looking([0])];
    before(0, 9);
    // The broker has it already, its answer has not come yet.
    commits.looking([0])(0, 6);
    repeated();
    during(0, 6);
    commits.looking([0])(0, 6);
    expect([commits.breaches, commits.late]).toEqual([[], 1]);
    commits.looking([0])(0, 5);
    commits.committing(0, 12)();
    commits.looking([0])(0, 9);
    expect(commits.breaches).toHaveLength(2);
  });

  it('took the answers of two commits, which came in another order than they were made, for an offset that went back', () => {
    const commits = new CommitHistory();
    commits.committing(0, 5)();
    const late = commits.committing(0, 6);
    const other = commits.committing(0, 9);
    late();
    other();
    // The broker had 9 first, then 6.
    commits.looking([0])(0, 6);
    expect(commits.breaches).toEqual([]);
    // It was 6: 9 came before it.
    expect(commits.known(0)).toBe(6);
    commits.looking([0])(0, 5);
    commits.committing(0, 12)();
    commits.looking([0])(0, 9);
    expect(commits.breaches.map(({ text }) => text)).toEqual([
      'the offset of partition 0 went back from 6 to 5',
      'the offset of partition 0 went back from 12 to 9',
    ]);
  });

  it('finds an acknowledged offset that went back to one whose commit had failed before it began', () => {
    const commits = new CommitHistory();
    commits.committing(0, 6)(false);
    commits.committing(0, 9)();
    commits.looking([0])(0, 6);
    expect(commits.breaches).toHaveLength(1);
  });

  it('accepts what was committed, and replaced, while the offsets were fetched', () => {
    const commits = new CommitHistory();
    commits.committing(0, 9)();
    const answered = commits.looking([0]);
    const late = commits.committing(0, 6);
    late();
    commits.committing(0, 12)();
    answered(0, 6);
    expect(commits.breaches).toEqual([]);
  });

  it('finds an offset that nobody committed', () => {
    const commits = new CommitHistory();
    commits.committing(0, 5)();
    commits.looking([0])(0, 7);
    expect(commits.breaches).toEqual([{ kind: 'invented', text: 'nobody committed 7 of partition 0' }]);
  });
});

it('every violation of the rules breaks the row, which lists the first of them', () => {
  const commits = new CommitHistory();
  commits.committing(0, 5)();
  commits.looking([0])(0, 1);
  const breaches = [
    { kind: 'lost', text: 'the first' },
    { kind: 'order', text: 'the second' },
  ] as const;
  const row = judge('kill', 1, 7, { history: { acknowledged: 9, failed: 1 }, commits, moves: 0, breaches });
  expect(row).toMatchObject({ count: 7, unit: 'faults', broken: 3 });
  expect(row.details).toMatch(/9 messages acknowledged: 1 lost, 0 invented, 1 out of order/);
  expect(row.details).toMatch(/1 wrong or gone back.*; the first; the second/);
});
