import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DebugLog } from '../../source/debug/debug-log.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-debug-'));
  path = join(directory, 'debug.log');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it.each([undefined, '', '0', 'unknown'])('creates no file when it is %j', (setting) => {
  const log = new DebugLog(setting);
  log.section('session')('one');
  log.open(path);
  expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
  expect(log.outcome()).toEqual({ path: undefined, incomplete: undefined });
});

it('writes the requested sections, including entries from before the file was open', () => {
  const log = new DebugLog('session, kafka');
  const [session, kafka, cluster] = [log.section('session'), log.section('kafka'), log.section('cluster')];
  session('early %d', 1);
  log.open(path);
  kafka('%s %o', 'Fetch', { version: 13 });
  cluster('not asked for');
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => line.replace(/^\S+ /, ''))).toEqual([
    'session early 1',
    'kafka Fetch { version: 13 }',
  ]);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  log.close();
});

it('removes escape sequences, and writes text of several lines as one entry', () => {
  const log = new DebugLog('1');
  log.open(path);
  log.section('cluster')('\u001b[31mred\u202e\n2026-01-01 forged');
  log.close();
  expect(readFileSync(path, 'utf8')).toMatch(/^\S+ cluster red\n {4}2026-01-01 forged\n$/);
});

it('stops at its maximum size and says so', () => {
  const log = new DebugLog('1', 2_000);
  log.open(path);
  for (let index = 0; index < 100; index++) log.section('kafka')('x'.repeat(100));
  expect(statSync(path).size).toBeLessThanOrEqual(2_000);
  expect(log.outcome().incomplete).toContain('reached its limit');
});

it.skipIf(process.platform === 'win32')('wrote through a link in its place', () => {
  const other = join(directory, 'other');
  writeFileSync(other, 'mine');
  symlinkSync(other, path);
  const log = new DebugLog('1');
  log.open(path);
  log.section('kafka')('line');
  log.close();
  expect(readFileSync(other, 'utf8')).toBe('mine');
  expect(readFileSync(path, 'utf8')).toContain('line');
});

it('does not fail the program if the file cannot be created', () => {
  const log = new DebugLog('1');
  log.open(join(directory, 'gone', 'debug.log'));
  log.section('kafka')('line');
  expect(log.outcome().incomplete).toContain('ENOENT');
});
