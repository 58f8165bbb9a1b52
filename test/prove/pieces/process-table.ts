/** The processes of this machine, from /proc. Linux only; empty elsewhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface ProcessSeen {
  readonly pid: number;
  readonly parent: number;
  /** In clock ticks since the machine started: together with the pid it identifies a process permanently. */
  readonly startedAt: string;
  /** The words of its command line, joined by spaces; read on access, and empty once the process is gone. */
  readonly command: string;
}

/** Every process except this one and zombies. */
export function processTable(): ProcessSeen[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => lookAt(Number(name)) ?? []);
}

/** One process; undefined if it is gone. */
export function lookAt(pid: number): ProcessSeen | undefined {
  const stat = readProc(pid, 'stat');
  // The name is in parentheses, and may itself contain some.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined || fields[0] === 'Z' || fields[0] === 'X') return undefined;
  let command: string | undefined;
  return {
    pid,
    parent: Number(fields[1]),
    startedAt: fields[19] ?? '',
    get command() {
      command ??= (readProc(pid, 'cmdline') ?? '').split('\0').join(' ').trim();
      return command;
    },
  };
}

/** `NAME=VALUE` from the environment with which a process was started. */
export function environmentOf(pid: number): string[] {
  return (readProc(pid, 'environ') ?? '').split('\0');
}

/** What identifies the processes of one run: a mark in their environment, or a directory in their command line. */
export interface RunMark {
  /** `NAME=VALUE`. */
  readonly variable: string;
  readonly directory: string;
}

export const isMarked = ({ pid, command }: ProcessSeen, { variable, directory }: RunMark): boolean =>
  command.includes(directory) || environmentOf(pid).includes(variable);

/** Kills every process of a run, and returns them. */
export async function endMarked(mark: RunMark): Promise<string[]> {
  const ended: string[] = [];
  for (let round = 0; round < 50; round += 1) {
    const left = processTable().filter((each) => isMarked(each, mark));
    if (left.length === 0) break;
    for (const { pid, command } of left) {
      if (!ended.includes(command)) ended.push(command);
      killSoftly(pid);
    }
    await delay(20);
  }
  return ended;
}

/** Sends SIGKILL to a process that may be gone already. */
export function killSoftly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It ended while we looked, or belongs to another user.
    return undefined;
  }
}
