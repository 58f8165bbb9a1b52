import type { System } from './system.ts';

/** What Linux shows of a process in `/proc/PID/stat`, see proc(5). The one place that reads when a process started. */
export interface ProcStat {
  /** 15 characters at most, and any. */
  readonly name: string;
  /** `Z`: it has ended and waits to be reaped. `X`: it is just ending. */
  readonly state: string;
  /** The session that it belongs to: the pid of the process that leads it. */
  readonly session: number;
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
  return { name: stat.slice(stat.indexOf('(') + 1, close), state, session: Number(fields[3]), startTick };
}

/** False without /proc, and where it shows the processes of another pid namespace, so that its numbers mean others. */
export function showsOwnProcesses(system: System): boolean {
  return (
    system.platform === 'linux' && (system.readFile('/proc/self/stat')?.startsWith(`${system.pid} `) ?? false)
  );
}
