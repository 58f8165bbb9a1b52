import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeLeftRuns } from './left-runs.ts';
import { readOptions } from './options.ts';
import type { Part, Row } from './part.ts';
import { lookAt } from './pieces/process-table.ts';
import { brokenOf, renderReport } from './report.ts';
import { runPart } from './run-part.ts';
import { ProofState, type StateKey } from './state.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-prove-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const row = (what: string, broken = 0): Row => ({
  what,
  seed: 1,
  count: 3,
  unit: 'tries',
  broken,
  details: 'a | b',
});
const key = { tree: 'a'.repeat(40), dirty: undefined, seed: 1, length: 'long' } as const;

function partOf(run: Part['run']): Part {
  return { name: 'journal', promise: 'It holds.', run };
}

function runOf(part: Part, more: { signal?: AbortSignal; limitMs?: number } = {}) {
  return runPart({
    part,
    name: 'journal',
    cli: 'none',
    directory,
    seed: 1,
    length: 'long',
    signal: more.signal ?? new AbortController().signal,
    mark: { variable: 'KAFKA_LAB_PROVE=nobody', directory: join(directory, 'nobody') },
    limitMs: more.limitMs ?? 60_000,
    state: new ProofState(join(directory, 'state'), key),
    say() {},
  });
}

describe('a proof that was stopped', () => {
  it('continues with the next row', async () => {
    const stop = new AbortController();
    const asked: string[][] = [];
    const part = partOf(async function* (context, done) {
      asked.push([...done]);
      for (const what of ['first', 'second', 'third']) {
        if (done.has(what)) continue;
        context.signal.throwIfAborted();
        yield row(what);
        if (what === 'second') stop.abort(new Error('stopped'));
      }
    });
    const first = await runOf(part, { signal: stop.signal });
    expect(first).toMatchObject({
      missing: 'the proof was stopped',
      rows: [{ what: 'first' }, { what: 'second' }],
    });
    const second = await runOf(part);
    expect(asked).toEqual([[], ['first', 'second']]);
    expect(second).toMatchObject({
      missing: undefined,
      rows: [{ what: 'first' }, { what: 'second' }, { what: 'third' }],
    });
    expect(new ProofState(join(directory, 'state'), key).hasEnded('journal')).toBe(true);
  });

  it('starts over for other sources, another seed and --fresh', () => {
    const state = join(directory, 'state');
    new ProofState(state, key).add('journal', row('first'));
    const rowsOf = (other: Partial<StateKey>) =>
      new ProofState(state, { ...key, ...other }).rowsOf('journal').length;
    expect(rowsOf({})).toBe(1);
    expect(rowsOf({ tree: 'b'.repeat(40) })).toBe(0);
    expect(rowsOf({ dirty: 'c' })).toBe(0);
    expect(rowsOf({ seed: 2 })).toBe(0);
    new ProofState(state, key).add('text', row('first'));
    new ProofState(state, key).forget('journal');
    expect(rowsOf({})).toBe(0);
    expect(new ProofState(state, key).rowsOf('text')).toHaveLength(1);
  });
});

describe('the stored rows', () => {
  const open = () => new ProofState(join(directory, 'state'), key);

  it('are visible to a process that started before they were written', () => {
    const early = open();
    const other = open();
    other.add('text', row('first'));
    other.end('text');
    expect(early.rowsOf('text')).toHaveLength(1);
    expect(early.hasEnded('text')).toBe(true);
  });

  it('remain readable if a line before or after them is incomplete', () => {
    const state = open();
    state.add('journal', row('first'));
    const [file = ''] = readdirSync(join(directory, 'state'));
    appendFileSync(join(directory, 'state', file), '{"part":"journal","at":"2026');
    state.add('journal', row('second'));
    appendFileSync(join(directory, 'state', file), '{"part":');
    expect(open().rowsOf('journal')).toMatchObject([{ what: 'first' }, { what: 'second' }]);
  });

  it('contain the worse result if two processes tried the same', () => {
    open().add('journal', row('first', 2));
    open().add('journal', row('first'));
    expect(open().rowsOf('journal')).toMatchObject([{ broken: 2 }]);
  });
});

describe('a proof that was killed', () => {
  it('has its directory removed by the next one, unless it still runs', async () => {
    const make = (name: string, owner: object | undefined) => {
      mkdirSync(join(directory, name));
      if (owner !== undefined) writeFileSync(join(directory, name, 'owner.json'), JSON.stringify(owner));
    };
    const variable = `KAFKA_LAB_PROVE=${randomUUID()}`;
    const startedAt = lookAt(process.pid)?.startedAt;
    make('kafka-lab-prove-dead', { pid: process.pid, startedAt: '1', variable });
    make('kafka-lab-prove-alive', { pid: process.pid, startedAt, variable });
    make('kafka-lab-prove-hostile', { pid: process.pid, startedAt: '1', variable: 'HOME=/root' });
    make('kafka-lab-prove-nameless', undefined);
    make('another', { pid: process.pid, startedAt: '1', variable });
    const removed = await removeLeftRuns(directory);
    expect(removed).toEqual(process.platform === 'linux' ? [join(directory, 'kafka-lab-prove-dead')] : []);
  });
});

describe('a part', () => {
  it('that fails by its own fault counts as broken, and is retried the next time', async () => {
    const part = partOf(async function* () {
      yield row('first');
      throw new Error('no disk');
    });
    const report = await runOf(part);
    expect(brokenOf([report])).toBe(1);
    expect(report.missing).toContain('no disk');
    const state = new ProofState(join(directory, 'state'), key);
    expect(state.rowsOf('journal')).toHaveLength(1);
    // Another process that writes the page says so too.
    expect(state.failureOf('journal')?.details).toContain('no disk');
    state.end('journal');
    expect(state.failureOf('journal')).toBeUndefined();
  });

  it('that takes too long is aborted, and counts as broken', async () => {
    const part = partOf(async function* (context) {
      await new Promise((_, reject) =>
        context.signal.addEventListener('abort', () => reject(context.signal.reason)),
      );
      yield row('never');
    });
    const report = await runOf(part, { limitMs: 20 });
    expect(report.missing).toContain('longer than');
    expect(brokenOf([report])).toBe(1);
  });

  it('leaves no directory behind', async () => {
    let own = '';
    await runOf(
      partOf(async function* (context) {
        own = context.directory;
        yield row('first');
      }),
    );
    expect(own).not.toBe('');
    expect(existsSync(own)).toBe(false);
    expect(readdirSync(directory)).toEqual(['state']);
  });
});

describe('the page', () => {
  const head = {
    commit: 'c'.repeat(40),
    tree: 't'.repeat(40),
    dirty: false,
    span: undefined,
    node: 'Node 22',
    machine: 'linux',
    seed: 7,
  };

  it('shows a broken promise as broken, and a part that did not run as not run', () => {
    const page = renderReport(head, [
      { name: 'journal', promise: 'It holds.', rows: [row('held'), row('missed', 2)], missing: undefined },
      { name: 'soak', promise: undefined, rows: [], missing: 'not asked for' },
    ]);
    expect(page).toContain('| journal | missed | 1 | 3 | tries | **2** | a \\| b |');
    expect(page).toContain('**1 broken**');
    expect(page).toContain('| soak | **not run** | | | | | not asked for |');
    expect(page).toContain('npm run prove -- --long --fresh --seed 7');
  });

  it('says so if the sources differ from those of the commit', () => {
    expect(renderReport({ ...head, dirty: true }, [])).toContain('not committed');
  });
});

describe('the flags', () => {
  it.each([['--only', 'nonsense'], ['--seed', '-1'], ['--seed', 'x'], ['--nonsense']])(
    'refuse %s %s',
    (...words) => {
      expect(() => readOptions(words)).toThrow('usage: npm run prove');
    },
  );

  it('choose parts, length and seed', () => {
    expect(readOptions(['--long', '--only', 'text,journal', '--seed', '7'])).toEqual({
      length: 'long',
      seed: 7,
      only: ['text', 'journal'],
      fresh: false,
    });
  });
});
