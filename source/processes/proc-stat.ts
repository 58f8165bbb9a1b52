import { constants } from 'node:os';
import type { System } from './system.ts';

/** What Linux shows of a process in `/proc/PID/stat`, see proc(5). The one place that reads when a process started. */
export interface ProcStat {
  /** 15 characters at most, and any. */
  readonly name: string;
  /** `Z`: it has ended and waits to be reaped. `X`: it is just ending. */
  readonly state: string;
  /** The process that started it, or that took it over. */
  readonly parent: number;
  /** Its process group. */
  readonly group: number;
  /** The session that it belongs to: the pid of the process that leads it. */
  readonly session: number;
  /** The process group that has its terminal; -1 without a terminal. */
  readonly foreground: number;
  /** Clock ticks from the boot to its start: together with the pid and the boot, one process and no other. */
  readonly startTick: string;
}

/** undefined: there is no such process, or it is hidden. */
export function procStat(pid: number, system: System): ProcStat | undefined {
  // pid (comm) state ppid pgrp session … the start is the 22nd field; comm may hold anything, also parentheses.
  const stat = system.readFile(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const close = stat.lastIndexOf(')');
  const fields = stat.slice(close + 2).split(' ');
  const [state = ''] = fields;
  const startTick = fields[19];
  if (startTick === undefined || !/^\d+$/.test(startTick)) return undefined;
  const [, parent, group, session, , foreground] = fields.map(Number);
  if (parent === undefined || group === undefined || session === undefined || foreground === undefined)
    return undefined;
  const name = stat.slice(stat.indexOf('(') + 1, close);
  return { name, state, parent, group, session, foreground, startTick };
}

/** Whether a process ignores a signal; false if it is gone or hidden. */
export function ignores(pid: number, signal: NodeJS.Signals, system: System): boolean {
  // A bit for each signal, from that of 1 on.
  const [, bits] = /^SigIgn:\s*([0-9a-f]+)$/m.exec(system.readFile(`/proc/${pid}/status`) ?? '') ?? [];
  return bits !== undefined && ((BigInt(`0x${bits}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
}

/** False without /proc, and where it shows the processes of another pid namespace, so that its numbers mean others. */
export function showsOwnProcesses(system: System): boolean {
  return (
    system.platform === 'linux' && (system.readFile('/proc/self/stat')?.startsWith(`${system.pid} `) ?? false)
  );
}
