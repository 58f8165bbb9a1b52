/** How the embedded cluster's times and memory grow with topics, consumers and data. */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { median } from '../broker/table.ts';
import { shareAmong } from './consumers.ts';
import { GrowthRun } from './run.ts';
import { createTopics } from './topics.ts';
import { write } from './written.ts';

const scale = Number(process.env.SCALE ?? 1);
const repeats = Number(process.env.REPEATS ?? 3);
const messages = Math.round(200_000 * scale);

interface Curve {
  readonly title: string;
  readonly unit: string;
  readonly points: readonly number[];
  measure(run: GrowthRun, point: number): Promise<Record<string, number>>;
}

const whole = (point: number) => Math.max(1, Math.round(point * scale));

const curves: readonly Curve[] = [
  {
    title: 'Topics of four partitions, replication factor 3',
    unit: 'topics',
    points: [10, 100, 1000].map(whole),
    measure: createTopics,
  },
  {
    title: `Consumers of one group, which read ${messages.toLocaleString('en')} messages of 100 bytes from 100 partitions`,
    unit: 'consumers',
    points: [1, 10, 100].map(whole),
    measure: (run, count) => shareAmong(run, count, messages),
  },
  {
    title: 'Data written to four partitions, which keep 256 MiB each',
    unit: 'GB',
    points: [1, 10].map((point) => point * scale),
    measure: write,
  },
];

export async function main(here: string): Promise<void> {
  const root = join(here, '../../..');
  const parts = [heading()];
  for (const curve of curves) parts.push(await measureCurve(root, curve));
  const text = `${parts.join('\n\n')}\n`;
  if (scale === 1) writeFileSync(join(here, 'RESULTS.md'), text);
  console.info(text);
}

async function measureCurve(root: string, { title, unit, points, measure }: Curve): Promise<string> {
  const columns = new Map<number, Record<string, number>[]>(points.map((point) => [point, []]));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [point, results] of columns) {
      const run = new GrowthRun(root);
      try {
        results.push(await measure(run, point));
      } finally {
        run.end();
      }
      console.info(`${point} ${unit}: ${JSON.stringify(results.at(-1), rounded)}`);
    }
  }
  const names = Object.keys(columns.get(points[0]!)![0]!);
  const rows = names.map((name) => {
    const cells = points.map((point) => cell(columns.get(point)!.map((values) => values[name]!)));
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  return [
    `## ${title}`,
    '',
    `| | ${points.map((point) => `${point.toLocaleString('en')} ${unit}`).join(' | ')} |`,
    `| --- |${points.map(() => ' ---: |').join('')}`,
    ...rows,
  ].join('\n');
}

function heading(): string {
  return [
    '# How the embedded cluster grows',
    '',
    `Written by \`npm run bench:growth\`. Medians of ${repeats} runs with their ranges; ` +
      `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    '',
    `Machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${(totalmem() / 1e9).toFixed(0)} GB; Node ${process.version}. ` +
      'Each run begins with an empty home. The load generator is kafkajs, in one process on the same machine. ' +
      'Memory is the resident set of the cluster’s process. “Start with …” is `up --keep --apply`, from the start of the command ' +
      'to three registered brokers.',
  ].join('\n');
}

const rounded = (_key: string, value: unknown) =>
  typeof value === 'number' ? Math.round(value * 10) / 10 : value;

function cell(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${number(median(values))} (${number(low)} – ${number(high)})`;
}

function number(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2);
}
