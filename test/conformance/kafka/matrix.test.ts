/** Foreign clients against embedded brokers: tool by task, with a table at the end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServedCluster } from '../../serve-cluster.ts';
import { kafkajs, serveKafka } from './clusters.ts';
import { javaExtrasRow, javaRow } from './matrix-java.ts';
import { kafkajsRow } from './matrix-kafkajs.ts';
import { kcatRow } from './matrix-kcat.ts';
import { platformaticRow } from './matrix-platformatic.ts';
import { pythonRow } from './matrix-python.ts';
import { type Row, type Task, tasks } from './matrix-row.ts';
import { saramaRow } from './matrix-sarama.ts';
import { openCells } from './open-cells.ts';

const rows: readonly Row[] = [
  kafkajsRow,
  kcatRow,
  saramaRow,
  javaRow,
  javaExtrasRow,
  pythonRow,
  platformaticRow,
];

type Outcome = 'passed' | 'failed' | 'open' | 'skipped' | 'none';
const outcomes = new Map<string, Outcome>();
const topicOf = (index: number) => `matrix-${index}`;
const keyOf = (row: Row, task: Task) => `${row.tool}: ${task}`;

describe('foreign clients of Kafka', () => {
  let cluster: ServedCluster;
  beforeAll(async () => {
    cluster = await serveKafka();
    const admin = kafkajs(cluster.bootstrap).admin();
    await admin.connect();
    const topics = rows.map((_, index) => ({
      topic: topicOf(index),
      numPartitions: 4,
      replicationFactor: 3,
    }));
    await admin.createTopics({ topics, waitForLeaders: true });
    await admin.disconnect();
  });
  afterAll(async () => {
    await cluster.close();
    for (const row of rows) await row.close?.();
    console.info(table());
  });

  it('leave at most five cells open, and none that must pass', () => {
    const must = rows.filter(({ tier }) => tier === 'must').map(({ tool }) => tool);
    expect(Object.keys(openCells).filter((key) => must.some((tool) => key.startsWith(`${tool}: `)))).toEqual(
      [],
    );
    expect(Object.keys(openCells).length).toBeLessThanOrEqual(5);
  });

  for (const [index, row] of rows.entries()) {
    if (row.absent !== undefined) console.info(`${row.tool} is skipped: ${row.absent}`);
    describe.skipIf(row.absent !== undefined)(row.tool, () => {
      const topic = topicOf(index);
      for (const task of tasks) {
        const cell = row.cells[task];
        if (cell === undefined) continue;
        const key = keyOf(row, task);
        it(task, { timeout: 120_000 }, async () => {
          outcomes.set(key, 'failed');
          if (key in openCells) {
            outcomes.set(key, 'open');
            await expect(cell(cluster, topic), `${key} passes now: take it off the list`).rejects.toThrow();
            return;
          }
          await cell(cluster, topic);
          outcomes.set(key, 'passed');
        });
      }
    });
  }
});

const marks: Readonly<Record<Outcome, string>> = {
  passed: 'pass',
  failed: 'FAIL',
  open: 'open',
  skipped: 'skip',
  none: '–',
};

/** One line for each task, one column for each tool. */
function table(): string {
  const width = Math.max(...tasks.map((task) => task.length));
  const cells = (row: Row, task: Task): string => {
    if (row.cells[task] === undefined) return marks.none;
    return marks[outcomes.get(keyOf(row, task)) ?? 'skipped'];
  };
  const legend = rows.map((row, index) => {
    const absent = row.absent === undefined ? '' : `; skipped: ${row.absent}`;
    return `  ${String.fromCharCode(65 + index)}  ${row.tool} (${row.tier} pass${absent})`;
  });
  const head = `${''.padEnd(width)}  ${rows.map((_, index) => String.fromCharCode(65 + index).padEnd(5)).join('')}`;
  const lines = tasks.map(
    (task) => `${task.padEnd(width)}  ${rows.map((row) => cells(row, task).padEnd(5)).join('')}`,
  );
  const open = Object.entries(openCells).map(([key, reason]) => `  open: ${key}: ${reason}`);
  return [
    'Clients of Kafka',
    ...legend,
    '',
    head.trimEnd(),
    ...lines.map((line) => line.trimEnd()),
    ...open,
  ].join('\n');
}
