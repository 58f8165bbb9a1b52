import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Finished, runTool } from '../tools.ts';
import type { Cell, Row } from './matrix-row.ts';

const source = join(import.meta.dirname, 'platformatic');
const manifest = join(source, 'package.json');
const digest = createHash('sha256').update(readFileSync(manifest)).digest('hex').slice(0, 12);
/** The package is installed once for each manifest, outside ours. */
const cache = join(tmpdir(), `kafka-lab-platformatic-${digest}`);
const program = join(cache, 'main.js');

/** Why the package is missing; undefined: it is installed, with the program beside it. */
function install(): string | undefined {
  mkdirSync(cache, { recursive: true });
  copyFileSync(manifest, join(cache, 'package.json'));
  copyFileSync(join(source, 'main.js'), program);
  if (existsSync(join(cache, 'node_modules', '@platformatic', 'kafka'))) return undefined;
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  const { status, stderr } = spawnSync('npm', args, { cwd: cache, encoding: 'utf8', timeout: 120_000 });
  if (status === 0) return undefined;
  const why = /npm error (?!code)(.+)/.exec(stderr ?? '')?.[1] ?? 'npm gave up';
  return `@platformatic/kafka cannot be installed: ${why}`;
}

const once = new Map<string, Promise<Finished>>();

/** A task of platformatic/main.js and what it must find; several cells may look at one run. The topic gets a suffix where a task needs one of its own. */
function finds(task: string, wanted: Record<string, unknown>, suffix = ''): Cell {
  return async ({ bootstrap }, topic) => {
    const args = [program, bootstrap, task, `${topic}${suffix}`];
    const key = args.join(' ');
    const running = once.get(key) ?? runTool(process.execPath, args, { timeoutMs: 60_000 });
    once.set(key, running);
    const { code, stdout, stderr } = await running;
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual(wanted);
  };
}

const admin = finds(
  'admin',
  { made: 2, again: 'TOPIC_ALREADY_EXISTS', partitions: 4, retention: '60000', gone: true },
  '-admin',
);

export const platformaticRow: Row = {
  tool: '@platformatic/kafka 1.35',
  tier: 'should',
  absent: install(),
  cells: {
    metadata: finds('metadata', { brokers: 3, partitions: [3, 3, 3, 3] }),
    'create topic': admin,
    'describe topic': admin,
    'delete topic': admin,
    // Twenty sends of fifty keyed messages, a batch for each of four partitions.
    'produce 1,000': finds('produce', { batches: 80 }),
    'consume 1,000': finds('consume', { distinct: 1_000, keys: 1_000 }),
    codecs: finds('codecs', { codecs: ['gzip', 'lz4', 'none', 'snappy'] }, '-codecs'),
    'keys and headers': finds(
      'headers',
      {
        key: 'k',
        headers: [
          ['a', '1'],
          ['b', '2'],
        ],
      },
      '-headers',
    ),
    'group rebalance': finds('group', { alone: 4, both: [2, 2], state: 'STABLE', members: 2 }),
    'committed offsets': finds('committed', { sum: 1_000, seen: 1_000, state: 'EMPTY' }),
    'describe group': finds('group', { alone: 4, both: [2, 2], state: 'STABLE', members: 2 }),
    idempotence: finds('idempotent', { values: true, received: 100 }, '-idempotent'),
    timestamps: finds('times', { offset: 1 }, '-times'),
    'large message': finds('large', { refused: 'MESSAGE_TOO_LARGE' }, '-large'),
    'unknown topic': finds('unknown', { error: 'PLT_KFK_USER' }, '-unknown'),
  },
};
