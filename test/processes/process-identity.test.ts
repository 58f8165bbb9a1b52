import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { factsOf } from '../../source/processes/process-facts.ts';
import {
  ownIdentity,
  processStatus,
  readIdentity,
  signalConfirmed,
} from '../../source/processes/process-identity.ts';
import type { System } from '../../source/processes/system.ts';

const startedAt = Date.UTC(2026, 10, 28, 19, 50, 1);

/** A system that reports what the test specifies; by default it has one process, 42, of which nothing else is known. */
function systemWith(change: Partial<System> & { files?: Readonly<Record<string, string>> }): System {
  const { files = {}, ...rest } = change;
  return {
    platform: 'linux',
    pid: 7,
    windowsDirectory: 'C:\\Windows',
    now: () => startedAt + 60_000,
    presence: (pid) => (pid === 42 ? 'there' : 'none'),
    readFile: (path) => files[path],
    readLink: (path) => (path === '/proc/42/exe' ? '/usr/bin/node' : undefined),
    run: () => undefined,
    ...rest,
  };
}

/** The `stat` of a process that started `ticks` after the boot, with a name that is as hard to parse as possible. */
const stat = (pid: number, state: string, ticks: number): string =>
  `${pid} (a) Z (b) ${state} 1 ${'0 '.repeat(17)}${ticks} 0 0\n`;

const proc = (state: string, ticks: number, boot = 'boot-a'): Readonly<Record<string, string>> => ({
  '/proc/self/stat': stat(7, 'R', 1),
  '/proc/42/stat': stat(42, state, ticks),
  '/proc/sys/kernel/random/boot_id': `${boot}\n`,
  '/proc/uptime': '100.00 50.00\n',
});

describe('on Linux', () => {
  const identity = { pid: 42, startedAt, mark: 'boot-a/4000' };
  const status = (files: Readonly<Record<string, string>>, change: Partial<System> = {}) =>
    processStatus(identity, systemWith({ files, ...change }));

  it('identifies a process by boot and tick', () => {
    expect(factsOf(42, systemWith({ files: proc('S', 4000) }))).toEqual({
      kind: 'running',
      mark: 'boot-a/4000',
      startedAt,
      program: '/usr/bin/node',
    });
    expect(status(proc('S', 4000))).toBe('running');
  });

  it.each([
    ['a recycled pid', proc('S', 4001)],
    ['the same pid and tick after another boot', proc('S', 4000, 'boot-b')],
    ['a zombie', proc('Z', 4000)],
    ['a process that is just dying', proc('X', 4000)],
  ])('considers %s gone', (_, files) => expect(status(files)).toBe('gone'));

  it('considers an unused pid gone', () =>
    expect(status(proc('S', 4000), { presence: () => 'none' })).toBe('gone'));

  it('cannot decide if /proc is hidden', () => expect(status({})).toBe('unknown'));

  it('does not trust a /proc of another pid namespace', () =>
    expect(status({ ...proc('S', 4000), '/proc/self/stat': stat(12, 'R', 1) })).toBe('unknown'));

  it('considers a hidden process of another user gone: ours run as this user', () => {
    const { '/proc/42/stat': _hidden, ...files } = proc('S', 4000);
    expect(status(files)).toBe('unknown');
    expect(status(files, { presence: () => 'forbidden' })).toBe('gone');
  });

  it('falls back to the time if the process itself could not see its tick', () => {
    const without = { pid: 42, startedAt };
    expect(processStatus(without, systemWith({ files: proc('S', 4000) }))).toBe('running');
    expect(processStatus(without, systemWith({ files: proc('S', 5000) }))).toBe('gone');
  });
});

describe('on macOS and the BSDs', () => {
  const on = (printed: string | undefined) => systemWith({ platform: 'darwin', run: () => printed });
  const status = (printed: string | undefined) =>
    processStatus({ pid: 42, startedAt: startedAt + 420 }, on(printed));

  it('runs ps in UTC and English', () => {
    const asked: unknown[] = [];
    const system = systemWith({
      platform: 'freebsd',
      run: (...question) => {
        asked.push(question);
        return 'Ss   Sat Nov 28 19:50:01 2026 /opt/my node/bin/node\n';
      },
    });
    expect(factsOf(42, system)).toEqual({ kind: 'running', startedAt, program: '/opt/my node/bin/node' });
    expect(asked).toEqual([
      ['/bin/ps', ['-o', 'stat=', '-o', 'lstart=', '-o', 'comm=', '-p', '42'], { LC_ALL: 'C', TZ: 'UTC0' }],
    ]);
  });

  it.each([
    ['running', 'S    Sat Nov 28 19:50:01 2026 node\n'],
    ['running', 'S    Sat Nov 28 19:49:59 2026 node\n'],
    ['gone', 'S    Sat Nov 28 19:50:03 2026 sleep\n'],
    ['gone', 'S    Sun Nov  1 09:00:00 2026 launchd\n'],
    ['gone', 'Z    Sat Nov 28 19:50:01 2026 (node)\n'],
    ['unknown', undefined],
    ['unknown', 'S    sam. 28 nov. 19:50:01 2026 node\n'],
  ])('%s: %j', (expected, printed) => expect(status(printed)).toBe(expected));
});

describe('on Windows', () => {
  const fileTime = (ms: number) => `${(BigInt(ms) + 11_644_473_600_000n) * 10_000n}\r\n`;
  const status = (printed: string | undefined, presence: 'there' | 'forbidden' = 'there') =>
    processStatus(
      { pid: 42, startedAt },
      systemWith({ platform: 'win32', run: () => printed, presence: () => presence }),
    );

  it.each([
    ['running', fileTime(startedAt - 300)],
    ['gone', fileTime(startedAt + 4_000)],
    ['gone', fileTime(startedAt - 3_600_000)],
    ['unknown', ''],
    ['unknown', undefined],
  ])('%s: %j', (expected, printed) => expect(status(printed)).toBe(expected));

  it('also queries an elevated process, which must not be signalled', () => {
    expect(status(fileTime(startedAt), 'forbidden')).toBe('running');
    expect(status(undefined, 'forbidden')).toBe('unknown');
  });
});

describe('on this machine', () => {
  it('identifies itself', () => {
    expect(processStatus(ownIdentity())).toBe('running');
    expect(processStatus({ ...ownIdentity(), mark: undefined } as never)).toBe('running');
  });

  it('does not signal another program that now has the pid', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const pid = child.pid!;
    const recycled = { ...ownIdentity(), pid };
    expect(processStatus(recycled)).toBe('gone');
    expect(signalConfirmed(recycled, 'SIGKILL')).toBe(false);
    expect(child.signalCode).toBeNull();

    const facts = factsOf(pid);
    if (facts.kind !== 'running') throw new Error('it runs');
    expect(signalConfirmed({ pid, startedAt: facts.startedAt!, ...facts }, 'SIGKILL')).toBe(true);
    await once(child, 'exit');
    expect(signalConfirmed({ pid, startedAt: facts.startedAt!, ...facts }, 'SIGKILL')).toBe(false);
  });
});

it.each([-1, 0, 1.5, 2 ** 32, 1e300, '42', null, undefined, Number.NaN])('%j is not a pid', (pid) =>
  expect(readIdentity({ pid, startedAt })).toBeUndefined(),
);
