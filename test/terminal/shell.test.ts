import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { procStat } from '../../source/processes/proc-stat.ts';
import { thisSystem } from '../../source/processes/system.ts';
import { cli } from '../serve-cluster.ts';
import { until } from '../ui/until.ts';
import { processesWith } from '../whole-lab/processes.ts';
import { recordedEvents } from '../whole-lab/recorded-events.ts';
import { openPty, type PtyScreen } from './pty-screen.ts';

const small = { columns: 80, rows: 24 };
const withinMs = 60_000;
const clearsScrollback = '\u001b[3J';
const ctrlC = '\u0003';
const ctrlZ = '\u001a';

let home: string;
let terminal: PtyScreen;

/** The built program as a job of a shell, which prints the settings of the terminal afterwards. */
function open(): PtyScreen {
  const script = `before=$(stty -g); "$@"; code=$?; after=$(stty -g)
[ "$before" = "$after" ] && echo "settings restored, exit $code" || echo "settings differ, exit $code"`;
  const command = [process.execPath, cli, '--home', home];
  terminal = openPty('/bin/sh', ['-c', `set -m; ${script}`, 'sh', ...command], {
    ...small,
    env: { SHELL: '/bin/sh', PS1: 'lab-shell> ' },
  });
  return terminal;
}

/** Opens the shell, and resolves with its pid. */
async function openShell(): Promise<number> {
  await terminal.sees('1.1 Reset the cluster', withinMs);
  terminal.type('!');
  await terminal.sees('lab-shell>', withinMs);
  expect(terminal.alternate()).toBe(false);
  terminal.type('echo my pid is $$\n');
  const [, pid] = /my pid is (\d+)/.exec(await terminal.sees(/my pid is \d+/, withinMs))!;
  return Number(pid);
}

async function backOnScreen(): Promise<void> {
  await terminal.sees('Steps ', withinMs);
  expect(terminal.alternate()).toBe(true);
}

async function leavesWell(code: number): Promise<void> {
  await terminal.sees(`settings restored, exit ${code}`, withinMs);
  expect(terminal.alternate()).toBe(false);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The process of the screen. */
function labPid(): number {
  const screens = processesWith(home).filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(`${process.execPath}\0${cli}\0`),
  );
  expect(screens).toHaveLength(1);
  return screens[0]!;
}

/** The process group that has the terminal of this process. */
const foregroundGroup = (pid: number): number => procStat(pid, thisSystem)!.foreground;

/** What holds the lifeline for the shell, in this session. */
const shims = (session: number): number[] =>
  processesWith('terminal-shim.cjs').filter((pid) => procStat(pid, thisSystem)?.session === session);

const gone = (pid: number): Promise<void> =>
  until(
    () => !isAlive(pid),
    () => `process ${pid} is left:\n${terminal.text()}`,
    withinMs,
  );

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-shell-'));
});
afterEach(async () => {
  expect(terminal.bytes()).not.toContain(clearsScrollback);
  terminal.close();
  await expect.poll(() => processesWith(home), { timeout: withinMs }).toEqual([]);
  rmSync(home, { recursive: true, force: true });
});

describe.skipIf(process.platform !== 'linux')('the shell', { timeout: 180_000 }, () => {
  it('has the terminal until it exits; then the screen is back, also with a new size', async () => {
    open();
    const pid = await openShell();
    terminal.type('pwd; echo "$KAFKA_LAB_HOME"; ls; type kubectl kafka-lab\n');
    await terminal.sees(/kafka-lab is .*bin\/kafka-\n?lab/, withinMs);
    expect(terminal.text().replaceAll('\n', '')).toMatch(
      /sessions\/[^/]+\/work.*clients\.yml.*kafka\.yml.*bin\/kubectl/,
    );
    terminal.resize(120, 40);
    terminal.type('exit\n');
    await backOnScreen();
    await gone(pid);
    await until(() => terminal.rows().at(-2)!.includes('q quit'), terminal.text, withinMs);
    terminal.type('q');
    await leavesWell(0);
    const { all, of } = await recordedEvents(home);
    expect(of('shell-opened')).toHaveLength(1);
    expect(of('shell-closed').map(({ durationMs }) => durationMs > 0)).toEqual([true]);
    expect(JSON.stringify(all)).not.toContain('my pid');
  });

  it('keeps ctrl-c and ctrl-z to itself and its programs', async () => {
    open();
    await openShell();
    // Short sleeps: sh runs a trap only after its program, which may not have begun when ctrl-c comes.
    terminal.type(
      `sh -c 'trap "echo caught 2; c=1" INT; for n in 1 2; do c=; echo waits $n; until [ $c ]; do sleep 0.1; done; done; echo over'\n`,
    );
    await terminal.sees(/^waits 1/m, withinMs);
    terminal.type(ctrlZ);
    await terminal.sees(/Stopped|Suspended/, withinMs);
    terminal.type('fg\n');
    await terminal.sees(/^lab-shell> fg/m, withinMs);
    await terminal.sees(/fg\n.*caught 2/, withinMs);
    terminal.type(ctrlC);
    await terminal.sees(/^waits 2/m, withinMs);
    terminal.type(ctrlC);
    await terminal.sees(/^over/m, withinMs);
    terminal.type('exit\n');
    await backOnScreen();
    terminal.type('q');
    await leavesWell(0);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
  ] as const)('ends with the lab on %s, and leaves nothing in the background', async (signal, code) => {
    open();
    const pid = await openShell();
    terminal.type('sleep 1000 & echo "the job is $!"\n');
    const [, job] = /the job is (\d+)/.exec(await terminal.sees(/the job is \d+/, withinMs))!;
    process.kill(labPid(), signal);
    await leavesWell(code);
    await gone(pid);
    await gone(Number(job));
    const { all } = await recordedEvents(home);
    expect(all.map(({ type }) => type).slice(-2)).toEqual(['shell-closed', 'session-ended']);
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)(
    'left what had been typed for it to the shell that had started the lab, which ran it after %s',
    async (signal) => {
      const env = { ...small, env: { SHELL: '/bin/bash', HOME: home, PS1: 'own> ' } };
      terminal = openPty('/bin/bash', ['--norc', '-i'], env);
      terminal.type(`PS1='outer''> '; "${process.execPath}" "${cli}" --home "${home}"\n`);
      await terminal.sees('1.1 Reset the cluster', withinMs);
      terminal.type('!');
      await terminal.sees('Type exit to go back', withinMs);
      terminal.type('echo my pid is $$\n');
      const [, pid] = /my pid is (\d+)/.exec(await terminal.sees(/my pid is \d+/, withinMs))!;
      terminal.type('sleep 1000\n');
      await until(() => foregroundGroup(terminal.pid) !== Number(pid), terminal.text, withinMs);
      terminal.type('echo typed ahead $((40 + 2))\necho half a line');
      await terminal.sees('echo half a line', withinMs);
      process.kill(labPid(), signal);
      await terminal.sees('outer> ', withinMs);
      terminal.type('echo it reads $((1 + 1))\n');
      await terminal.sees('it reads 2', withinMs);
      expect(terminal.text()).not.toContain('typed ahead 42');
      expect(terminal.text()).not.toMatch(/^half a line/m);
    },
  );

  it('ends with the lab when the terminal is closed', async () => {
    open();
    const pid = await openShell();
    const lab = labPid();
    terminal.closeTerminal();
    await gone(pid);
    await gone(lab);
    expect((await recordedEvents(home)).all.at(-1)?.type).toBe('session-ended');
  });

  it('ends when the lab is killed', async () => {
    open();
    const pid = await openShell();
    process.kill(labPid(), 'SIGKILL');
    await gone(pid);
    await terminal.sees('exit 137', withinMs);
  });

  it.each([
    ['the shell', undefined],
    ['a job of the shell', 'sleep 1000'],
    ['a shell in the shell', '/bin/bash --norc'],
  ])(
    'left the terminal to a dead process group when the lab was killed while %s had it',
    async (_who, program) => {
      const env = { ...small, env: { SHELL: '/bin/bash', HOME: home, PS1: 'own> ' } };
      terminal = openPty('/bin/bash', ['--norc', '-i'], env);
      terminal.type(`PS1='outer''> '; "${process.execPath}" "${cli}" --home "${home}"\n`);
      await terminal.sees('1.1 Reset the cluster', withinMs);
      terminal.type('!');
      await terminal.sees('Type exit to go back', withinMs);
      terminal.type('echo my pid is $$\n');
      const [, pid] = /my pid is (\d+)/.exec(await terminal.sees(/my pid is \d+/, withinMs))!;
      if (program !== undefined) {
        terminal.type(`${program}\n`);
        await until(() => foregroundGroup(terminal.pid) !== Number(pid), terminal.text, withinMs);
      }
      process.kill(labPid(), 'SIGKILL');
      await gone(Number(pid));
      await expect.poll(() => processesWith(home), { timeout: withinMs }).toEqual([]);
      await expect.poll(() => shims(terminal.pid), { timeout: withinMs }).toEqual([]);
      await terminal.sees('outer> ', withinMs);
      expect(foregroundGroup(terminal.pid)).toBe(terminal.pid);
      terminal.type('echo it reads $((1 + 1)); stty -a\n');
      await terminal.sees(/it reads 2[\s\S]*[^-]icanon[\s\S]*[^-]echo /, withinMs);
    },
  );

  it('outlived a killed lab when the script that had started it read the terminal, which stopped the whole group', async () => {
    const script = join(home, 'start.sh');
    writeFileSync(
      script,
      `"${process.execPath}" "${cli}" --home "${home}"\nread -r line\necho "script read $line"\n`,
    );
    const env = { ...small, env: { SHELL: '/bin/bash', HOME: home, PS1: 'own> ' } };
    terminal = openPty('/bin/bash', ['--norc', '-i'], env);
    terminal.type(`PS1='outer''> '; sh "${script}"\n`);
    await terminal.sees('1.1 Reset the cluster', withinMs);
    terminal.type('!');
    await terminal.sees('Type exit to go back', withinMs);
    terminal.type('echo my pid is $$\n');
    const [, pid] = /my pid is (\d+)/.exec(await terminal.sees(/my pid is \d+/, withinMs))!;
    process.kill(labPid(), 'SIGKILL');
    await gone(Number(pid));
    await expect.poll(() => shims(terminal.pid), { timeout: withinMs }).toEqual([]);
  });

  it('returns to the screen when it is killed, and continues when it stops itself', async () => {
    open();
    const pid = await openShell();
    terminal.type('kill -STOP $$\n');
    terminal.type('echo goes on $((1 + 1))\n');
    await terminal.sees('goes on 2', withinMs);
    process.kill(pid, 'SIGKILL');
    await backOnScreen();
    terminal.type('q');
    await leavesWell(0);
  });

  it('reaches the cluster with kubectl, and the screen notices what it deletes', async () => {
    open();
    await terminal.sees('1.1 Reset the cluster', withinMs);
    terminal.type('\r');
    await terminal.sees('Steps  1/', withinMs);
    terminal.type('!');
    await terminal.sees('lab-shell>', withinMs);
    terminal.type('kubectl apply -f kafka.yml && kubectl get pods; echo "at $KAFKA_BOOTSTRAP, $ZOOKEEPER"\n');
    await terminal.sees(/at 127\.0\.0\.1:\d+, 127\.0\.0\.1:\d+/, withinMs);
    expect(terminal.text()).toContain('zookeeper-0');
    terminal.type('exit\n');
    await backOnScreen();
    await terminal.sees(/zookeeper \d\/1/, withinMs);
    terminal.type('q');
    await leavesWell(0);
  });
});
