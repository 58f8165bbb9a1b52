import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../source/journal/events.ts';
import { latestProgress, latestSession } from '../../source/journal/session-progress.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-progress-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const started: JournalEntry = {
  type: 'session-started',
  app: '1.0.0',
  node: 'v20',
  platform: 'linux x64',
  cluster: 'embedded',
  lab: 'kafka-on-kubernetes',
};
const step = (id: string): JournalEntry => ({ type: 'step-started', step: id, title: 'a step' });
const passed = (id: string): JournalEntry => ({
  type: 'step-ended',
  step: id,
  outcome: 'passed',
  durationMs: 1,
});

let clock = 0;
/** A session whose last write is later than those of the sessions before it. */
function write(id: string, ...entries: readonly (JournalEntry | string)[]): void {
  const directory = join(home, 'sessions', id);
  mkdirSync(directory, { recursive: true });
  const lines = entries.map((entry, ms) =>
    typeof entry === 'string'
      ? entry
      : JSON.stringify({ v: 1, at: `2026-11-28T23:10:0${ms}.000Z`, ms, ...entry }),
  );
  const path = join(directory, 'journal.jsonl');
  writeFileSync(path, `${lines.join('\n')}\n`);
  clock += 10;
  utimesSync(path, clock, clock);
}

describe('the latest session', () => {
  it('is never an empty one, however new', async () => {
    write('used', started, step('1.1'), passed('1.1'));
    write('empty', started, { type: 'cluster-state', state: 'down' }, { type: 'session-ended' });
    expect(await latestSession(home)).toBe('used');
  });

  it('is none if nothing was done', async () => {
    write('empty', started, { type: 'session-ended' });
    expect(await latestSession(home)).toBeUndefined();
    expect(await latestProgress(home)).toBeUndefined();
  });

  it('may have a damaged journal, so that whoever opens it learns about it', async () => {
    write('damaged', started, 'not json');
    expect(await latestSession(home)).toBe('damaged');
    expect(await latestProgress(home)).toBeUndefined();
  });

  it('was passed over where its journal was emptied', async () => {
    write('emptied');
    writeFileSync(join(home, 'sessions', 'emptied', 'journal.jsonl'), '');
    expect(await latestSession(home)).toBe('emptied');
  });
});

describe('its progress', () => {
  it('counts the steps that have passed and were not undone or restarted', async () => {
    write(
      'used',
      started,
      step('1.1'),
      passed('1.1'),
      step('1.2'),
      passed('1.2'),
      { type: 'step-reset', step: '1.2', questions: [] },
      step('1.3'),
    );
    expect(await latestProgress(home)).toEqual({
      id: 'used',
      lab: 'kafka-on-kubernetes',
      cluster: 'embedded',
      done: 1,
      lastAt: '2026-11-28T23:10:06.000Z',
    });
  });

  it('is not offered for an unattended run', async () => {
    write('run', { ...started, unattended: true }, step('1.1'), passed('1.1'));
    expect(await latestProgress(home)).toBeUndefined();
  });
});
