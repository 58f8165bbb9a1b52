import { readdirSync } from 'node:fs';
import { procStat, showsOwnProcesses } from './proc-stat.ts';
import { type System, thisSystem } from './system.ts';

export interface OwnGroups {
  /** The process group of this process. */
  readonly group: number;
  /** The process group that has this process's terminal. */
  readonly foreground: number;
}

/** undefined if the system does not say. */
export function ownGroups(system: System = thisSystem): OwnGroups | undefined {
  if (showsOwnProcesses(system)) return procStat(system.pid, system);
  const [line = ''] = ps(['-o', 'pgid=,tpgid=', '-p', String(system.pid)], system);
  const [group = 0, foreground] = line.trim().split(/\s+/).map(Number);
  return foreground === undefined || Number.isNaN(foreground) ? undefined : { group, foreground };
}

/** Whether a process group has a process that has not ended, other than these. */
export function isGroupAlive(group: number, others: readonly number[], system: System = thisSystem): boolean {
  return members(system).some((member) => member.group === group && !others.includes(member.pid));
}

/** Whether a process group has a process that this one started, or that such a process started. */
export function isGroupBelow(group: number, pid: number, system: System = thisSystem): boolean {
  const all = new Map(members(system).map((one) => [one.pid, one]));
  return [...all.values()].some((member) => {
    const seen = new Set<number>();
    let at: Member | undefined = member.group === group ? member : undefined;
    while (at !== undefined && at.parent !== pid && !seen.has(at.pid)) {
      seen.add(at.pid);
      at = all.get(at.parent);
    }
    return at?.parent === pid;
  });
}

/** Does nothing without a group, to one that has ended, and to another user's. */
export function signalGroup(group: number | undefined, signal: NodeJS.Signals): void {
  if (group === undefined || group <= 1) return;
  try {
    process.kill(-group, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/**
 * The other process groups of this session that led to this process: that of the shell that started it as a job. Empty if the system does
 * not say, and without such a shell.
 */
export function starterGroups(system: System = thisSystem): ReadonlySet<number> {
  const groups = new Set<number>();
  const own = showsOwnProcesses(system) ? procStat(system.pid, system) : undefined;
  const all = own === undefined ? new Map(members(system).map((one) => [one.pid, one])) : undefined;
  const find = (pid: number): Ancestor | undefined => {
    if (all !== undefined) return all.get(pid);
    const stat = procStat(pid, system);
    return stat?.session === own?.session ? stat : undefined;
  };
  const self = find(system.pid);
  const seen = new Set<number>();
  for (let at = self; at !== undefined && !seen.has(at.parent); at = find(at.parent)) {
    seen.add(at.parent);
    groups.add(at.group);
  }
  if (self !== undefined) groups.delete(self.group);
  return groups;
}

interface Ancestor {
  readonly parent: number;
  readonly group: number;
}

interface Member extends Ancestor {
  readonly pid: number;
  readonly group: number;
}

function members(system: System): readonly Member[] {
  if (showsOwnProcesses(system))
    return readdirSync('/proc')
      .filter((name) => /^[1-9]\d*$/.test(name))
      .flatMap((name) => {
        const stat = procStat(Number(name), system);
        return stat === undefined || /^[ZX]$/.test(stat.state)
          ? []
          : [{ pid: Number(name), parent: stat.parent, group: stat.group }];
      });
  return ps(['-A', '-o', 'pid=,ppid=,pgid=,stat='], system).flatMap((line) => {
    const [pid, parent, group, state = 'Z'] = line.trim().split(/\s+/);
    return state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), group: Number(group) }];
  });
}

function ps(args: readonly string[], system: System): readonly string[] {
  const said = system.run('/bin/ps', args, undefined) ?? system.run('/usr/bin/ps', args, undefined);
  return said?.split('\n') ?? [];
}
