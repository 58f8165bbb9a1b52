import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ContainerLog } from '../../../../source/embedded/kubernetes/kubelet/container-log.ts';
import { formatCriLine, parseCriLine } from '../../../../source/embedded/kubernetes/kubelet/cri-line.ts';
import { readLog } from '../../../../source/embedded/kubernetes/kubelet/read-log.ts';
import type { LogEntry, LogOptions } from '../../../../source/embedded/kubernetes/objects/agent-api.ts';
import { FakeClock, settle } from '../fake-clock.ts';

let directory: string;
let clock: FakeClock;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-log-'));
  clock = new FakeClock();
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function openLog(rotateAt?: number): ContainerLog {
  return new ContainerLog({ path: join(directory, '0.log'), clock, ...(rotateAt ? { rotateAt } : {}) });
}

function options(patch: Partial<LogOptions> = {}): LogOptions {
  return { follow: false, previous: false, signal: new AbortController().signal, ...patch };
}

async function texts(log: ContainerLog, patch: Partial<LogOptions> = {}): Promise<string[]> {
  const found: string[] = [];
  for await (const { text } of readLog(log, options(patch))) found.push(text);
  return found;
}

test('a stored line has a time, stream, tag and text', () => {
  const entry: LogEntry = { at: '2026-11-22T14:00:00.000000000Z', stream: 'stderr', text: 'a b  c ' };
  expect(formatCriLine(entry)).toBe('2026-11-22T14:00:00.000000000Z stderr F a b  c \n');
  expect(parseCriLine('2026-11-22T14:00:00.000000000Z stderr F a b  c ')).toEqual(entry);
  expect(parseCriLine('2026-11-22T14:00:00.000000000Z stdout F ')?.text).toBe('');
  for (const broken of ['', 'x', 'a b', 'a stdin F x', '2026 stdout'])
    expect(parseCriLine(broken)).toBeUndefined();
});

test('a partial line has a tag of its own', () => {
  const entry: LogEntry = {
    at: '2026-11-22T14:00:00.000000000Z',
    stream: 'stdout',
    text: 'a',
    isPartial: true,
  };
  expect(formatCriLine(entry)).toBe('2026-11-22T14:00:00.000000000Z stdout P a\n');
  expect(parseCriLine('2026-11-22T14:00:00.000000000Z stdout P a')).toEqual(entry);
});

/** The log as the API sends it, with partial lines joined. */
async function joined(log: ContainerLog, patch: Partial<LogOptions> = {}): Promise<string> {
  let text = '';
  for await (const entry of readLog(log, options(patch))) text += entry.text + (entry.isPartial ? '' : '\n');
  return text;
}

test('a long line is stored in parts of 16 KiB, without splitting a character', async () => {
  const log = openLog();
  const line = `a${'\u{1F600}'.repeat(20_000)}`;
  log.append('stdout', line);
  log.append('stdout', 'x'.repeat(16_384));
  log.close();
  const stored = readFileSync(log.path, 'utf8').trimEnd().split('\n');
  expect(stored.map((entry) => entry.split(' ')[2])).toEqual(['P', 'P', 'P', 'P', 'F', 'F']);
  expect(stored.map((entry) => Buffer.byteLength(entry.split(' ')[3] as string) <= 16_384)).not.toContain(
    false,
  );
  expect(await joined(log)).toBe(`${line}\n${'x'.repeat(16_384)}\n`);
  expect(await joined(log, { tailLines: 2 })).toBe(`${stored[4]?.split(' ')[3]}\n${'x'.repeat(16_384)}\n`);
});

test('partial lines are joined for each stream, even if the last one has no line end', async () => {
  const log = openLog();
  log.append('stdout', 'be', false);
  log.append('stderr', 'other', false);
  log.append('stdout', 'fore\nmore', false);
  log.append('stderr', '', true);
  log.append('stdout', 'y'.repeat(20_000), false);
  log.append('stdout', 'z', true);
  log.append('stdout', 'last', false);
  log.close();
  expect(await joined(log)).toBe(`before\nother\nmore${'y'.repeat(20_000)}z\nlast`);
});

test('timestamps increase from line to line even if the clock does not', async () => {
  const log = openLog();
  for (let index = 0; index < 3; index++) log.append('stdout', String(index));
  await clock.advance(1500);
  log.append('stdout', '3');
  const times: string[] = [];
  for await (const { at } of readLog(log, options())) times.push(at);
  expect(times).toEqual([
    '2026-11-22T14:00:00.000000000Z',
    '2026-11-22T14:00:00.000000001Z',
    '2026-11-22T14:00:00.000000002Z',
    '2026-11-22T14:00:01.500000000Z',
  ]);
});

test('tail, since, and both streams', async () => {
  const log = openLog();
  log.append('stdout', 'one');
  log.append('stderr', 'two');
  await clock.advance(2000);
  const since = clock.wall();
  log.append('stdout', 'three');
  log.append('stdout', '');
  log.append('stdout', 'ünï → ✔');
  expect(await texts(log)).toEqual(['one', 'two', 'three', '', 'ünï → ✔']);
  expect(await texts(log, { tailLines: 2 })).toEqual(['', 'ünï → ✔']);
  expect(await texts(log, { tailLines: 0 })).toEqual([]);
  expect(await texts(log, { tailLines: 99 })).toHaveLength(5);
  expect(await texts(log, { sinceMs: since })).toEqual(['three', '', 'ünï → ✔']);
});

test('a tail reads across blocks and into the rotated file', async () => {
  const log = openLog(300_000);
  for (let index = 0; index < 5000; index++) {
    log.append('stdout', `line ${index} ${'x'.repeat(index % 90)}`);
    if (index % 7 === 0) log.flush();
  }
  const lines = await texts(log);
  for (const tailLines of [1, 10, 700, 1500, lines.length - 1, lines.length, lines.length + 1])
    expect(await texts(log, { tailLines })).toEqual(lines.slice(-tailLines));
  expect(lines.at(-1)).toMatch(/^line 4999 /);
});

test('the log on disk is bounded, and holds the newest lines without a gap', async () => {
  const log = openLog(100_000);
  for (let index = 0; index < 20_000; index++) log.append('stdout', `line ${index}`);
  log.flush();
  expect(statSync(log.path).size).toBeLessThanOrEqual(100_000);
  expect(statSync(log.oldPath).size).toBeLessThanOrEqual(100_000);
  expect(log.generation).toBeGreaterThan(5);
  const lines = await texts(log);
  const first = Number(lines[0]?.split(' ')[1]);
  expect(lines).toEqual(Array.from({ length: 20_000 - first }, (_, index) => `line ${first + index}`));
});

test('a follower gets every line once despite rotations, and ends with the container', async () => {
  const log = openLog(50_000);
  log.append('stdout', 'before');
  const lines: string[] = [];
  const following = (async () => {
    for await (const { text } of readLog(log, options({ follow: true }))) lines.push(text);
  })();
  for (let index = 0; index < 3000; index++) {
    log.append('stdout', `line ${index}`);
    if (index % 300 === 0) await vi.waitUntil(() => lines.at(-1) === `line ${index}`, { interval: 1 });
  }
  log.append('stdout', 'last words');
  log.close();
  await following;
  expect(log.generation).toBeGreaterThan(1);
  expect(lines).toEqual([
    'before',
    ...Array.from({ length: 3000 }, (_, index) => `line ${index}`),
    'last words',
  ]);
});

test('a follower that is stopped returns although nothing is written', async () => {
  const log = openLog();
  const abort = new AbortController();
  const following = texts(log, { follow: true, signal: abort.signal });
  await settle();
  abort.abort();
  expect(await following).toEqual([]);
  log.append('stdout', 'later');
  await clock.advance(100);
  expect(log.size).toBeGreaterThan(0);
});

test('a line of many parts is read as one; a line end makes two lines', async () => {
  const log = openLog();
  const long = 'w'.repeat(256 * 1024);
  log.append('stdout', `${long}rest`);
  log.append('stdout', 'a\nb');
  expect((await joined(log)) === `${long}rest\na\nb\n`).toBe(true);
});

test('a full disk is reported once, and harms nothing else', async () => {
  const failures: unknown[] = [];
  const path = join(directory, '0.log');
  const log = new ContainerLog({
    path: join(path, 'x', 'y.log'),
    clock,
    onFailure: (error) => failures.push(error),
  });
  expect(failures).toEqual([]);
  const blocked = new ContainerLog({
    path: join('/dev/null', 'y.log'),
    clock,
    onFailure: (error) => failures.push(error),
  });
  for (let index = 0; index < 10; index++) blocked.append('stdout', 'x');
  blocked.flush();
  expect(failures).toHaveLength(1);
  expect(await texts(blocked)).toEqual(Array(10).fill('x'));
  blocked.close();
  log.close();
});

test('ten thousand lines cost well under a second', () => {
  const log = openLog();
  const line = 'y'.repeat(100);
  const started = performance.now();
  for (let index = 0; index < 10_000; index++) log.append('stdout', line);
  log.flush();
  expect(performance.now() - started).toBeLessThan(500);
  log.close();
});

test('a log that the disk refused was lost although its error was reported', async () => {
  const blocked = join(directory, 'blocked');
  writeFileSync(blocked, '');
  const failures: unknown[] = [];
  const log = new ContainerLog({
    path: join(blocked, '0.log'),
    clock,
    onFailure: (error) => failures.push(error),
  });
  for (let index = 0; index < 5; index++) log.append('stdout', `line ${index}`);
  expect(await texts(log)).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4']);
  expect(await texts(log, { tailLines: 2 })).toEqual(['line 3', 'line 4']);
  expect(failures).toHaveLength(1);
  rmSync(blocked);
  log.append('stdout', 'later');
  expect((await texts(log)).at(-1)).toBe('later');
  expect(log.stored).toBe(log.size);
  expect(readFileSync(log.path, 'utf8').split('\n')).toHaveLength(7);
  log.close();
});
