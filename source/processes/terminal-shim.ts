/**
 * Runs a program that has the terminal, such as the learner's shell, for the screen: `node terminal-shim.cjs PROGRAM ARGUMENT…`. The first
 * message on its IPC channel, `start`, has the program's environment. It holds the lifeline on behalf of the program: when the screen goes
 * away for any reason, the program ends too. Exits with the program's exit code, and only once the terminal has been given back. While the
 * shell that started the screen has the terminal, the program is stopped, and nothing of ours takes the terminal.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { releaseTerminal } from '../terminal/guard-exit.ts';
import {
  countMarked,
  endMarked,
  hangUpMarked,
  type Marked,
  markVariable,
  stopMarked,
} from './environment-mark.ts';
import { jobControl } from './job-control.ts';
import { refuseInspector } from './no-inspector.ts';
import { ignores, procStat, showsOwnProcesses } from './proc-stat.ts';
import { isGroupAlive, isGroupBelow, ownGroups, signalGroup, starterGroups } from './process-groups.ts';
import { thisSystem } from './system.ts';
import { restoreSettings, terminalSettings } from './terminal-settings.ts';
import type { ToTerminalShim } from './terminal-shim-messages.ts';

/** How long a program may take to end after SIGHUP, in ms. */
const graceMs = 1_500;
/** The same for what it left in the background. */
const leftGraceMs = 300;
const lookEveryMs = 25;
/** How long a program may take to start, in ms. A shell that is starting may miss a SIGHUP. */
const startingMs = 1_000;
/** How long a program may take to stop after SIGTSTP, in ms. */
const stoppingMs = 100;
/** How often to look whose terminal it is, in ms: before a key is typed into a shell that has just got it. */
const lookForTerminalEveryMs = process.platform === 'linux' ? 10 : 500;

const isWindows = process.platform === 'win32';
const [program = '', ...args] = process.argv.slice(2);
const mark = process.env[markVariable] ?? '';

let child: ChildProcess | undefined;
/** The process group of the program, once it runs. */
let group: number | undefined;
let knowGroup = (): void => {};
/** Resolves once the group is known, or there will be none. */
const groupKnown = new Promise<void>((resolve) => {
  knowGroup = resolve;
});
/** Read before the screen asks for anything: between its question and the program, no time may be lost. */
const settings = isWindows ? undefined : terminalSettings();
let startedAt = 0;
let isEnding = false;
let isAlone = false;
/** One of them takes the terminal when the screen is stopped. */
const starters = isWindows ? new Set<number>() : starterGroups();
/** Whether the program is stopped since the terminal is a starter's. */
let isAside = false;
/** The job that had the terminal when we last looked, such as an editor in the shell. */
let job: number | undefined;

refuseInspector();
// SIGTTIN and SIGTTOU go to the whole group of a script that started the screen and reads the terminal once the screen is gone. SIGTSTP
// stops the screen, and then this process has to stop the program.
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const)
  process.on(name, () => {});
if (starters.size > 0) setInterval(lookForTerminal, lookForTerminalEveryMs).unref();
process.on('exit', () => {
  if (isForegroundOthers()) releaseTerminal();
});
process.on('disconnect', () => void endAlone());
process.on('message', (message: ToTerminalShim) => {
  if (message.kind === 'end') void end();
  else if (child === undefined && (isWindows || process.ppid === message.screen))
    child = start(message.environment);
});

function start(environment: Readonly<Record<string, string>>): ChildProcess {
  const words = isWindows ? [program, ...args] : ['/bin/sh', '-c', jobControl, 'sh', mark, program, ...args];
  const [first = '', ...rest] = words;
  startedAt = performance.now();
  const started = spawn(first, rest, {
    stdio: isWindows ? 'inherit' : ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...environment, ...(isWindows && mark !== '' ? { [markVariable]: mark } : {}) },
  });
  started.stdio[3]?.once('data', (pid: Buffer) => {
    const number = Number(pid.toString('latin1').trim());
    if (Number.isInteger(number) && number > 1) group = number;
    if (isAlone || isAside) signalGroup(group, 'SIGSTOP');
    knowGroup();
  });
  started.stdio[3]?.once('close', knowGroup);
  started.once('error', () => process.exit(127));
  started.once('exit', (code, signal) => {
    if (isAlone) return;
    group = undefined;
    void endLeft().finally(() =>
      process.exit(signal === null ? (code ?? 0) : 128 + constants.signals[signal]),
    );
  });
  return started;
}

/**
 * Stops the program while a starter has the terminal: it would read that shell's keys, and our own small shell would take the terminal when
 * the program ends or stops. That shell would then read no more keys, and end. `fg` gives the terminal to the screen's group.
 */
function lookForTerminal(): void {
  const groups = ownGroups();
  if (groups === undefined || child === undefined || isEnding || isAlone) return;
  const { group: own, foreground } = groups;
  if (starters.has(foreground)) {
    if (!isAside) void stepAside();
  } else if (foreground === own && (isAside || group === undefined)) comeBack();
  else if (!isAside) job = foreground;
}

async function stepAside(): Promise<void> {
  isAside = true;
  child?.kill('SIGSTOP');
  const isShell = group !== undefined && ignores(group, 'SIGTTOU', thisSystem);
  // An editor that is asked to stop sets its own modes again once it goes on.
  signalGroup(group, isShell ? 'SIGSTOP' : 'SIGTSTP');
  const left = marked();
  if (left !== undefined) {
    await stopMarked({ ...left, ignoring: 'SIGTTOU' });
    if (isAside && job !== ownGroups()?.group && job !== child?.pid) signalGroup(job, 'SIGTSTP');
  }
  await delay(stoppingMs);
  if (isAside && !isEnding && !isAlone) signalGroup(group, 'SIGSTOP');
}

function comeBack(): void {
  isAside = false;
  // Our small shell gives the terminal to a program that it sees stopped.
  signalGroup(group, 'SIGSTOP');
  child?.kill('SIGCONT');
}

/**
 * Whether the terminal is a starter's, or that of a program that is not ours, such as one that the starter runs since. False for a group
 * without processes, unless a starter has had the terminal: what the program ran has just ended.
 */
function isForegroundOthers(): boolean {
  const groups = ownGroups();
  if (groups === undefined || [groups.group, group, child?.pid].includes(groups.foreground)) return false;
  const { foreground } = groups;
  if (isAside || starters.has(foreground)) return true;
  return isGroupAlive(foreground, []) && !isGroupBelow(foreground, process.pid);
}

/** The same, but for what is ours only by its mark. */
async function isTerminalOthers(): Promise<boolean> {
  const left = marked();
  const foreground = ownGroups()?.foreground;
  if (!isForegroundOthers()) return false;
  return left === undefined || (await countMarked({ ...left, group: foreground ?? 0 })) === 0;
}

/** Ends the program; its exit then ends this process. */
async function end(): Promise<void> {
  if (isEnding || isAlone) return;
  isEnding = true;
  if (child === undefined) process.exit(0);
  if (isWindows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true, stdio: 'ignore' });
    return;
  }
  if (await isTerminalOthers()) return endAlone();
  // It may be about to start.
  await Promise.race([groupKnown, delay(graceMs)]);
  // It takes the terminal when the program ends, and until then it may become a starter's.
  if (group !== undefined) child.kill('SIGSTOP');
  if (await isTerminalOthers()) return endAlone();
  hangUpGroup();
  if (performance.now() - startedAt < startingMs) {
    await delay(leftGraceMs);
    hangUpGroup();
  }
  await untilGroupEnds();
  signalGroup(group, 'SIGKILL');
  await untilGroupEnds();
  if (isAlone) return;
  if (await isTerminalOthers()) return endAlone();
  child.kill('SIGCONT');
  await delay(graceMs);
  child.kill('SIGKILL');
}

async function untilGroupEnds(): Promise<void> {
  const deadline = performance.now() + graceMs;
  while (group !== undefined && isGroupAlive(group, []) && performance.now() < deadline)
    await delay(lookEveryMs);
}

/**
 * Ends the program of a screen that was killed, or that ends in the background, and what it left, and then this process. The shell that started the screen has the
 * terminal by now, or takes it any moment. Nothing may take it back: that shell would read no more keys from it, and end. A program in
 * the background cannot, but for one that ignores SIGTTOU, as shells do: at once everything stops, and these are killed. So is our own
 * small shell, unless a program that started the screen, in the same group, has still to get the terminal from it.
 */
async function endAlone(): Promise<void> {
  if (isWindows || child === undefined) return end();
  if (isAlone) return;
  // The program has ended by itself.
  if (child.exitCode !== null || child.signalCode !== null) return;
  isAlone = true;
  child.kill('SIGSTOP');
  signalGroup(group, 'SIGSTOP');
  const isStarterThere = hasStarter();
  await endShells();
  // Only now: what has stopped goes on, with SIGHUP, once the parent of its group is gone.
  if (!isStarterThere) child.kill('SIGKILL');
  await Promise.race([groupKnown, delay(leftGraceMs)]);
  if (settings !== undefined && !(await isTerminalTaken())) restoreSettings(settings);
  await endRest();
  if (isStarterThere && hasStarter() && !(await isTerminalTaken())) {
    const ended = once(child, 'exit');
    child.kill('SIGCONT');
    await Promise.race([ended, delay(graceMs)]);
  }
  child.kill('SIGKILL');
  process.exit(128 + constants.signals.SIGHUP);
}

/** Whether the process group of the screen has a process that is not ours, such as npx or a script. */
function hasStarter(): boolean {
  const own = ownGroups()?.group;
  return own !== undefined && isGroupAlive(own, [process.pid, child?.pid ?? 0]);
}

/** Whether a process that is not ours has the terminal, also one in the group of the screen. */
async function isTerminalTaken(): Promise<boolean> {
  const groups = ownGroups();
  if (groups?.foreground === groups?.group) return hasStarter();
  return isTerminalOthers();
}

async function endShells(): Promise<void> {
  const left = marked();
  if (left !== undefined) await endMarked({ ...left, ignoring: 'SIGTTOU' });
}

async function endRest(): Promise<void> {
  await endShells();
  const left = marked();
  if (left === undefined) hangUpGroup();
  else await hangUpMarked(left);
  const isLeft = async (): Promise<boolean> =>
    left === undefined ? group !== undefined && isGroupAlive(group, []) : (await countMarked(left)) > 0;
  const deadline = performance.now() + graceMs;
  while ((await isLeft()) && performance.now() < deadline) {
    await delay(lookEveryMs);
    await endShells();
  }
  if (left !== undefined) await endMarked(left);
  signalGroup(group, 'SIGKILL');
}

function hangUpGroup(): void {
  signalGroup(group, 'SIGHUP');
  // A job that has stopped gets the signal once it goes on.
  signalGroup(group, 'SIGCONT');
}

/**
 * Ends what the program left running in the background. What has moved to a session of its own, as an editor with windows or a daemon
 * does, is the learner's and goes on, as it would if a terminal had been closed.
 */
async function endLeft(): Promise<void> {
  const left = marked();
  if (left === undefined || (await hangUpMarked(left)) === 0) return;
  await delay(leftGraceMs);
  await endMarked(left);
}

/** All of the program that is in this session; undefined where the system does not show it. */
function marked(): (Marked & { readonly mark: string }) | undefined {
  const session = showsOwnProcesses(thisSystem) ? procStat(process.pid, thisSystem)?.session : undefined;
  return mark === '' || session === undefined ? undefined : { mark, session };
}
