import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { procStat } from '../../source/processes/proc-stat.ts';
import { thisSystem } from '../../source/processes/system.ts';
import { cli } from '../serve-cluster.ts';
import { until } from '../ui/until.ts';
import { processesWith } from '../whole-lab/processes.ts';
import { openPty, type PtyScreen } from './pty-screen.ts';

const withinMs = 60_000;
const editor = `sh -c 'while read -r line; do echo "edits $line"; done'`;

let home: string;
let terminal: PtyScreen;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-stopped-screen-'));
  const env = { SHELL: '/bin/bash', HOME: home, PS1: 'own> ', VISUAL: '', EDITOR: editor };
  terminal = openPty('/bin/bash', ['--norc', '-i'], { columns: 80, rows: 24, env });
});
afterEach(async () => {
  terminal.close();
  await expect.poll(() => processesWith(home), { timeout: withinMs }).toEqual([]);
  rmSync(home, { recursive: true, force: true });
});

/** Starts the lab as a job of an interactive bash. */
async function startLab(): Promise<void> {
  terminal.type(`PS1='outer''> '; "${process.execPath}" "${cli}" --home "${home}"\n`);
  await terminal.sees('1.1 Reset the cluster', withinMs);
}

async function openShell(): Promise<void> {
  terminal.type('!');
  await terminal.sees('Type exit to go back', withinMs);
  await reads('inner');
}

async function openEditor(): Promise<void> {
  terminal.type(':open kafka.yml\r');
  await terminal.sees('lines 1 to', withinMs);
  terminal.type('e');
  await until(() => !terminal.alternate(), terminal.text, withinMs);
  terminal.type('a file\n');
  await terminal.sees('edits a file', withinMs);
}

/** The program that has the terminal reads a line, and it is a shell. */
async function reads(who: string): Promise<void> {
  terminal.type(`echo "${who} reads $((40 + 2))"\n`);
  await terminal.sees(`${who} reads 42`, withinMs);
}

const state = (pid: number) => procStat(pid, thisSystem);
const isStopped = (pid: number): boolean => state(pid)?.state === 'T';
const ofSession = (text: string): number[] =>
  processesWith(text).filter((pid) => state(pid)?.session === terminal.pid);

function labPid(): number {
  const [pid, ...others] = ofSession(`${cli}\0`).filter((one) => state(one)?.parent === terminal.pid);
  expect(others).toEqual([]);
  return pid!;
}

/** Stops the screen alone once it opens the shell, which may not run yet: bash takes the terminal. */
async function stopLabThatOpensShell(): Promise<number> {
  const pid = labPid();
  terminal.type('!');
  await until(() => ofSession('terminal-shim.cjs').length > 0, terminal.text, withinMs);
  process.kill(pid, 'SIGSTOP');
  await until(() => state(terminal.pid)?.foreground === terminal.pid, terminal.text, withinMs);
  return pid;
}

/** Runs a program from the bash that has started the screen, and resolves with its group. */
async function outerRuns(command: string): Promise<number> {
  terminal.type(`${command}\n`);
  await until(() => state(terminal.pid)?.foreground !== terminal.pid, terminal.text, withinMs);
  return state(terminal.pid)!.foreground;
}

/** Stops the screen alone: bash takes the terminal, and the program that had it stops. */
async function stopLab(signal: NodeJS.Signals): Promise<number> {
  const pid = labPid();
  const program = state(pid)!.foreground;
  process.kill(pid, signal);
  await until(() => state(terminal.pid)?.foreground === terminal.pid, terminal.text, withinMs);
  await until(
    () => isStopped(program),
    () => `${program} goes on:\n${terminal.text()}`,
    withinMs,
  );
  return pid;
}

async function ends(pid: number, signal: NodeJS.Signals): Promise<void> {
  process.kill(pid, signal);
  process.kill(pid, 'SIGCONT');
  await until(() => state(pid) === undefined, terminal.text, withinMs);
  await expect.poll(() => ofSession('terminal-shim.cjs'), { timeout: withinMs }).toEqual([]);
}

async function endsFromBackground(pid: number, signal: NodeJS.Signals): Promise<void> {
  await ends(pid, signal);
  expect(state(terminal.pid)?.foreground).toBe(terminal.pid);
  await reads('outer, at the end,');
  terminal.type('stty -a\n');
  await terminal.sees(/[^-]icanon[\s\S]*[^-]echo /, withinMs);
}

describe.skipIf(process.platform !== 'linux')('a screen that is stopped', { timeout: 180_000 }, () => {
  it.each([
    ['SIGTSTP', 'SIGTERM'],
    ['SIGTSTP', 'SIGHUP'],
    ['SIGSTOP', 'SIGTERM'],
    ['SIGSTOP', 'SIGHUP'],
  ] as const)(
    'took the terminal from the bash that had started it, which then ended, after %s, %s and SIGCONT, while the shell was open',
    async (stop, end) => {
      await startLab();
      await openShell();
      const pid = await stopLab(stop);
      await endsFromBackground(pid, end);
    },
  );

  it('took the terminal from that bash also if it ended at once', async () => {
    await startLab();
    await openShell();
    const pid = labPid();
    for (const signal of ['SIGSTOP', 'SIGTERM'] as const) process.kill(pid, signal);
    await until(() => state(terminal.pid)?.foreground === terminal.pid, terminal.text, withinMs);
    process.kill(pid, 'SIGCONT');
    await endsFromBackground(pid, 'SIGHUP');
  });

  it('was stopped again, with its cluster, when it ended before its shell had opened and another program had the terminal', async () => {
    await startLab();
    const pid = await stopLabThatOpensShell();
    const cat = await outerRuns('cat');
    await ends(pid, 'SIGTERM');
    await expect.poll(() => processesWith(home).filter(isStopped), { timeout: withinMs }).toEqual([]);
    expect(state(terminal.pid)?.foreground).toBe(cat);
    terminal.type('\u0004');
    await until(() => state(terminal.pid)?.foreground === terminal.pid, terminal.text, withinMs);
    await reads('outer, at the end,');
  });

  it('opens its shell once it has the terminal, and no sooner', async () => {
    await startLab();
    await stopLabThatOpensShell();
    await reads('outer');
    terminal.type('fg\n');
    await terminal.sees('Type exit to go back', withinMs);
    await until(() => state(terminal.pid)?.foreground !== terminal.pid, terminal.text, withinMs);
    await reads('inner');
    terminal.type('exit\n');
    await until(terminal.alternate, terminal.text, withinMs);
    terminal.type('q');
    await until(() => state(terminal.pid)?.foreground === terminal.pid, terminal.text, withinMs);
  });

  it('changed the settings of the terminal under the program that had it when it ended with its shell open', async () => {
    const script = join(home, 'other.sh');
    const running = join(home, 'running');
    writeFileSync(running, '');
    writeFileSync(
      script,
      `stty -icanon -echo -icrnl; before=$(stty -g); echo other is ready
while [ -e "${running}" ]; do sleep 0.1; done
[ "$before" = "$(stty -g)" ] && echo settings kept || echo settings changed
stty sane\n`,
    );
    await startLab();
    await openShell();
    const pid = await stopLab('SIGSTOP');
    const other = await outerRuns(`sh ${script}`);
    await terminal.sees('other is ready', withinMs);
    await ends(pid, 'SIGTERM');
    expect(state(terminal.pid)?.foreground).toBe(other);
    rmSync(running);
    await terminal.sees(/^settings kept/m, withinMs);
    await until(() => state(terminal.pid)?.foreground === terminal.pid, terminal.text, withinMs);
    await reads('outer, at the end,');
  });

  it('left its cluster stopped by a signal for the whole group of a program without the terminal', async () => {
    await startLab();
    terminal.type('\r');
    await terminal.sees('Steps  1/', withinMs);
    terminal.type('\r');
    await terminal.sees('1.2 Look at the nodes  not run yet', withinMs);
    const [cluster, ...others] = ofSession('embedded.cjs');
    expect(others).toEqual([]);
    for (const signal of ['SIGTTIN', 'SIGTTOU'] as const) process.kill(cluster!, signal);
    terminal.type('\r');
    await terminal.sees('Steps  2/', 15_000);
    terminal.type('q');
    await until(() => state(cluster!) === undefined, terminal.text, withinMs);
  });

  it('left its editor to read what was typed into that bash', async () => {
    await startLab();
    await openEditor();
    const pid = await stopLab('SIGTSTP');
    await reads('outer');
    await endsFromBackground(pid, 'SIGTERM');
    expect(terminal.text()).not.toContain('edits echo');
  });

  it.each(['SIGTSTP', 'SIGSTOP'] as const)(
    'came back from %s with a shell that read nothing any more',
    async (stop) => {
      await startLab();
      await openShell();
      await stopLab(stop);
      await reads('outer');
      terminal.type('fg\n');
      await until(() => state(terminal.pid)?.foreground !== terminal.pid, terminal.text, withinMs);
      await reads('inner, again,');
      terminal.type('exit\n');
      await until(terminal.alternate, terminal.text, withinMs);
      await terminal.sees('q quit', withinMs);
      terminal.type('q');
      await until(() => state(terminal.pid)?.foreground === terminal.pid, terminal.text, withinMs);
      await reads('outer, at the end,');
    },
  );
});
