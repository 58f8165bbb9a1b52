/**
 * Runs a program that has the terminal, such as the learner's shell, for the screen: `node terminal-shim.cjs PROGRAM ARGUMENT…`. The first
 * message on its IPC channel, `start`, has the program's environment. It holds the lifeline on behalf of the program: when the screen goes
 * away for any reason, the program ends too. Exits with the program's exit code, and only once the terminal has been given back.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { endMarked, hangUpMarked, type Marked, markVariable } from './environment-mark.ts';
import { procStat } from './proc-stat.ts';
import { thisSystem } from './system.ts';
import type { ToTerminalShim } from './terminal-shim-messages.ts';

/** How long a program may take to end after SIGHUP, in ms. */
const graceMs = 1_500;
/** The same for what it left in the background. */
const leftGraceMs = 300;

/**
 * A small shell between this process and the program has the job control that Node lacks: the program gets a process group of its own and
 * the terminal, so that ctrl-c and ctrl-z reach it and nothing of ours, and the terminal is taken back however the program ends. There is
 * no prompt to return to from a program that has stopped itself, so it goes on at once. The program's pid, which is that of its group, is
 * written to descriptor 3.
 */
const jobControl = `set -m
trap : INT QUIT TERM HUP
/bin/sh -c 'echo $$ >&3; exec "$@" 3>&-' sh "$@"
code=$?
while case $(kill -l $code 2>/dev/null) in TSTP|STOP|TTIN|TTOU) true ;; *) false ;; esac; do
  fg >/dev/null 2>&1
  code=$?
done
exit $code`;

const isWindows = process.platform === 'win32';
const [program = '', ...args] = process.argv.slice(2);
const mark = process.env[markVariable] ?? '';

let child: ChildProcess | undefined;
/** The process group of the program, once it runs. */
let group: number | undefined;
let isEnding = false;

for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.on(name, () => {});
process.on('disconnect', () => void end());
process.on('message', (message: ToTerminalShim) => {
  if (message.kind === 'end') void end();
  else if (child === undefined) child = start(message.environment);
});

function start(environment: Readonly<Record<string, string>>): ChildProcess {
  const words = isWindows ? [program, ...args] : ['/bin/sh', '-c', jobControl, 'sh', program, ...args];
  const [first = '', ...rest] = words;
  const started = spawn(first, rest, {
    stdio: isWindows ? 'inherit' : ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...environment, ...(mark === '' ? {} : { [markVariable]: mark }) },
  });
  started.stdio[3]?.once('data', (pid: Buffer) => {
    const number = Number(pid.toString('latin1').trim());
    if (Number.isInteger(number) && number > 1) group = number;
  });
  started.once('error', () => process.exit(127));
  started.once('exit', (code, signal) => {
    group = undefined;
    void endLeft().finally(() =>
      process.exit(signal === null ? (code ?? 0) : 128 + constants.signals[signal]),
    );
  });
  return started;
}

/** Ends the program; its exit then ends this process. */
async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  if (child === undefined) process.exit(0);
  if (isWindows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true, stdio: 'ignore' });
    return;
  }
  signalGroup('SIGHUP');
  // A job that has stopped gets the signal once it goes on.
  signalGroup('SIGCONT');
  await delay(graceMs);
  signalGroup('SIGKILL');
  await delay(graceMs);
  child.kill('SIGKILL');
}

function signalGroup(signal: NodeJS.Signals): void {
  if (group === undefined) return;
  try {
    process.kill(-group, signal);
  } catch (error) {
    // It has ended, or what is left of it belongs to another user.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/**
 * Ends what the program left running in the background. What has moved to a session of its own, as an editor with windows or a daemon
 * does, is the learner's and goes on, as it would if a terminal had been closed.
 */
async function endLeft(): Promise<void> {
  const session = procStat(process.pid, thisSystem)?.session;
  if (mark === '' || session === undefined) return;
  const left: Marked = { mark, session };
  if ((await hangUpMarked(left)) === 0) return;
  await delay(leftGraceMs);
  await endMarked(left);
}
