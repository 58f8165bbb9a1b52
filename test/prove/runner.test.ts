import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';
import type { Part, Row } from './part.ts';
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
    state: new ProofState(join(directory, 'state'), key, false),
    say() {},
  });
}

describe('a proof that was stopped', () => {
  it('goes on with the row that comes next', async () => {
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
    expect(new ProofState(join(directory, 'state'), key, false).hasEnded('journal')).toBe(true);
  });

  it('starts anew for other sources, another seed and --fresh', () => {
    const state = join(directory, 'state');
    new ProofState(state, key, false).add('journal', row('first'));
    const rowsOf = (other: Partial<StateKey>, fresh = false) =>
      new ProofState(state, { ...key, ...other }, fresh).rowsOf('journal').length;
    expect(rowsOf({})).toBe(1);
    expect(rowsOf({ tree: 'b'.repeat(40) })).toBe(0);
    expect(rowsOf({ dirty: 'c' })).toBe(0);
    expect(rowsOf({ seed: 2 })).toBe(0);
    expect(rowsOf({}, true)).toBe(0);
  });
});

describe('a part', () => {
  it('that fails by itself counts as broken, and is tried again the next time', async () => {
    const part = partOf(async function* () {
      yield row('first');
      throw new Error('no disk');
    });
    const report = await runOf(part);
    expect(brokenOf([report])).toBe(1);
    expect(report.missing).toContain('no disk');
    expect(new ProofState(join(directory, 'state'), key, false).rowsOf('journal')).toHaveLength(1);
  });

  it('that takes too long is cut off, and counts as broken', async () => {
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

  it('shows a miss as a miss, and a part that did not run as not run', () => {
    const page = renderReport(head, [
      { name: 'journal', promise: 'It holds.', rows: [row('held'), row('missed', 2)], missing: undefined },
      { name: 'soak', promise: undefined, rows: [], missing: 'not asked for' },
    ]);
    expect(page).toContain('| journal | missed | 1 | 3 | tries | **2** | a \\| b |');
    expect(page).toContain('**1 broken**');
    expect(page).toContain('| soak | **not run** | | | | | not asked for |');
    expect(page).toContain('npm run prove -- --long --fresh --seed 7');
  });

  it('says where the sources are not those of the commit', () => {
    expect(renderReport({ ...head, dirty: true }, [])).toContain('not committed');
  });
});

describe('the flags', () => {
  it.each([['--only', 'nonsense'], ['--seed', '-1'], ['--seed', 'x'], ['--nonsense']])(
    'refuse %s %s',
    (...words) => {
      expect(() => readOptions(words)).toThrow();
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
