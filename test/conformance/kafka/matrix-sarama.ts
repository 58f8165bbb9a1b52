import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Finished, has, runTool } from '../tools.ts';
import type { Cell, Row } from './matrix-row.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-sarama-'));
const program = join(folder, 'sarama');

/** Why the program is missing; undefined: it is built. */
function build(): string | undefined {
  if (!has('go')) return 'go is not on PATH';
  const source = join(import.meta.dirname, 'sarama');
  const { status, stderr } = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: source,
    encoding: 'utf8',
    timeout: 240_000,
  });
  if (status === 0) return undefined;
  return `sarama cannot be built: ${stderr.trim().split('\n')[0] ?? 'go gave up'}`;
}

const once = new Map<string, Promise<Finished>>();

/** A task of sarama/main.go and what it must find; several cells may look at one run. The topic gets a suffix where a task needs one of its own. */
function finds(task: string, wanted: Record<string, unknown>, suffix = ''): Cell {
  return async ({ bootstrap }, topic) => {
    const args = [bootstrap, task, `${topic}${suffix}`];
    const key = args.join(' ');
    const running = once.get(key) ?? runTool(program, args, { timeoutMs: 90_000 });
    once.set(key, running);
    const { code, stdout, stderr } = await running;
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject(wanted);
  };
}

const admin = finds('admin', { again: true, partitions: 4, retention: '60000' }, '-admin');
const group = { alone: [4], both: [2, 2], again: [4], committed: 1_000, state: 'Empty' };

export const saramaRow: Row = {
  tool: 'sarama 1.41.3',
  tier: 'must',
  absent: build(),
  cells: {
    metadata: finds('metadata', { brokers: 3, partitions: 4, leaders: 4, controller: true }),
    'create topic': admin,
    'describe topic': admin,
    'delete topic': admin,
    'produce 1,000': finds('produce', { sent: 1_000, gaps: 0 }),
    'consume 1,000': async (cluster, topic) => {
      await finds('oldest', { received: 1_000, distinct: 1_000 })(cluster, topic);
      await finds('newest', { value: 'new', same: true }, '-newest')(cluster, topic);
    },
    'keys and headers': finds('oldest', { distinct: 1_000, headers: 1_000 }),
    'group rebalance': finds('group', group),
    codecs: finds('codecs', { byCodec: { none: 20, gzip: 20, snappy: 20, lz4: 20, zstd: 20 } }, '-codecs'),
    'committed offsets': finds('group', { committed: 1_000 }),
    'describe group': finds('group', { state: 'Empty' }),
    idempotence: finds('idempotent', { received: 100 }, '-idempotent'),
    timestamps: finds('times', { offsets: [0, 1, 2, -1] }, '-times'),
    'large message': finds(
      'large',
      { fits: true, error: expect.stringContaining('Message was too large') },
      '-large',
    ),
    'unknown topic': finds('unknown', { error: expect.stringContaining('does not exist') }, '-unknown'),
  },
  close: async () => rmSync(folder, { recursive: true, force: true }),
};
