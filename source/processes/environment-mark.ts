import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { ignores, procStat, showsOwnProcesses } from './proc-stat.ts';
import { thisSystem } from './system.ts';

/*
 * A program may put what it starts into a session of its own (setsid, a double fork), where no signal to a process group and no
 * parent's end reaches it. So each program that is started for a container or a step carries a mark in its environment, which everything that
 * it starts inherits, and which Linux shows in /proc/PID/environ. A mark is `OWNER.NUMBER`, both random, so it does not occur by chance.
 *
 * Not found is what clears or overwrites its environment; and macOS and Windows show no environment, so that there only the process
 * group (on Windows: the tree of processes) is ended.
 */

/** The variable that holds the mark. */
export const markVariable = 'KAFKA_LAB_MARK';

const ownerPattern = /^[0-9a-f]{32}$/;

/** 32 hex digits: what all marks of one run of a cluster, or of one run of the app, begin with. */
export function newOwner(): string {
  return randomBytes(16).toString('hex');
}

export function isOwner(text: string): boolean {
  return ownerPattern.test(text);
}

export function newMark(owner: string): string {
  return `${owner}.${randomBytes(8).toString('hex')}`;
}

/**
 * `mark`: one program and all that it started; with `session`, only those that are still in that session; with `group`, only those in that
 * process group; with `ignoring`, only those that ignore this signal. `owner`: all programs of that owner.
 */
export type Marked =
  | {
      readonly mark: string;
      readonly session?: number;
      readonly group?: number;
      readonly ignoring?: NodeJS.Signals;
    }
  | { readonly owner: string };

interface Found {
  readonly pid: number;
  readonly startTick: string;
}

/**
 * What a container engine leaves behind on purpose serves other containers of the machine as well; it ends by the engine's own means.
 * As /proc/PID/stat has the names: 15 characters at most.
 */
const engineDaemons: ReadonlySet<string> = new Set([
  'aardvark-dns',
  'buildkitd',
  'catatonit',
  'conmon',
  'containerd',
  'containerd-shim',
  'dockerd',
  'fuse-overlayfs',
  'netavark',
  'pasta',
  'pasta.avx2',
  'podman',
  'rootlesskit',
  'rootlessport',
  'slirp4netns',
]);

const mostRounds = 40;
const betweenRoundsMs = 25;
/** How many processes are examined before yielding to the event loop; reading /proc does not wait for a disk. */
const atOnce = 32;

/**
 * Ends (SIGKILL) every process that carries the mark, and what it starts meanwhile, but for this one. Resolves with how many, when none is
 * left or after about a second. Does nothing if the system shows no environment.
 */
export async function endMarked(marked: Marked): Promise<number> {
  if (!showsOwnProcesses(thisSystem)) return 0;
  const ended = new Set<string>();
  let isEmpty = false;
  for (let round = 0; round < mostRounds && !isEmpty; round += 1) {
    isEmpty = (await signalThoseInSight(marked, ended, 'SIGKILL')) === 0;
    if (!isEmpty) await delay(betweenRoundsMs);
  }
  return ended.size;
}

/** Tells every process that carries the mark, but for this one, that its terminal is gone (SIGHUP). Resolves with how many there were. */
export async function hangUpMarked(marked: Marked): Promise<number> {
  if (!showsOwnProcesses(thisSystem)) return 0;
  const told = await signalThoseInSight(marked, new Set(), 'SIGHUP');
  // A stopped one gets it only once it goes on.
  if (told > 0) await signalThoseInSight(marked, new Set(), 'SIGCONT');
  return told;
}

/** Stops (SIGSTOP) every process that carries the mark, but for this one. Does nothing if the system shows no environment. */
export async function stopMarked(marked: Marked): Promise<void> {
  if (showsOwnProcesses(thisSystem)) await signalThoseInSight(marked, new Set(), 'SIGSTOP');
}

/** How many processes carry the mark now, this one aside; 0 if the system shows no environment. */
export async function countMarked(marked: Marked): Promise<number> {
  return showsOwnProcesses(thisSystem) ? signalThoseInSight(marked, new Set(), 0) : 0;
}

/** Signals each as soon as it is seen: one that starts another and ends is gone by the end of a round. Resolves with how many were seen. */
async function signalThoseInSight(
  marked: Marked,
  signalled: Set<string>,
  signal: NodeJS.Signals | 0,
): Promise<number> {
  const names = await readdir('/proc').catch(orIfUnreadable<string[]>([]));
  const pids = names.filter((name) => /^[1-9]\d*$/.test(name)).map(Number);
  let seen = 0;
  for (let from = 0; from < pids.length; from += atOnce) {
    await Promise.all(
      pids.slice(from, from + atOnce).map(async (pid) => {
        if (pid === process.pid) return;
        const environ = await readFile(`/proc/${pid}/environ`, 'latin1').catch(orIfUnreadable(''));
        const found = carries(environ, marked) ? lookAt(pid, marked) : undefined;
        if (found === undefined) return;
        seen += 1;
        if (signalIfSame(found, marked, signal)) signalled.add(`${found.pid} ${found.startTick}`);
      }),
    );
  }
  return seen;
}

/** Signals it only if the pid is still that of the same process, and that one carries the mark. */
function signalIfSame({ pid, startTick }: Found, marked: Marked, signal: NodeJS.Signals | 0): boolean {
  if (
    lookAt(pid, marked)?.startTick !== startTick ||
    !carries(thisSystem.readFile(`/proc/${pid}/environ`) ?? '', marked)
  )
    return false;
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // It has ended just now, or has become another user's.
    if (code === 'ESRCH' || code === 'EPERM') return false;
    throw error;
  }
}

function carries(environ: string, marked: Marked): boolean {
  const at = `\0${environ}`.indexOf(`\0${markVariable}=`);
  if (at < 0) return false;
  const value = environ.slice(at + markVariable.length + 1).split('\0', 1)[0] ?? '';
  if ('mark' in marked) return value === marked.mark;
  return isOwner(marked.owner) && value.startsWith(`${marked.owner}.`);
}

/** undefined for a process that has ended or is in another session, and for what a container engine keeps. */
function lookAt(pid: number, marked: Marked): Found | undefined {
  const stat = procStat(pid, thisSystem);
  if (stat === undefined || stat.state === 'Z' || engineDaemons.has(stat.name)) return undefined;
  if ('mark' in marked) {
    const { session, group, ignoring } = marked;
    if (session !== undefined && session !== stat.session) return undefined;
    if (group !== undefined && group !== stat.group) return undefined;
    if (ignoring !== undefined && !ignores(pid, ignoring, thisSystem)) return undefined;
  }
  return { pid, startTick: stat.startTick };
}

/** Errors from /proc for another user's process and for one that has ended, and those for too many open files. */
const unreadableCodes: ReadonlySet<string | undefined> = new Set([
  'EACCES',
  'EPERM',
  'ENOENT',
  'ESRCH',
  'EIO',
  'EMFILE',
  'ENFILE',
]);

function orIfUnreadable<T>(other: T): (error: unknown) => T {
  return (error) => {
    if (unreadableCodes.has((error as NodeJS.ErrnoException).code)) return other;
    throw error;
  };
}
