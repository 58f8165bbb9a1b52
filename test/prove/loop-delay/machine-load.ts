import { readFileSync } from 'node:fs';

/** CPU ticks of all CPUs since boot; undefined if the system does not report them. */
export interface CpuTimes {
  readonly total: number;
  readonly busy: number;
  readonly steal: number;
}

export function cpuTimes(): CpuTimes | undefined {
  if (process.platform !== 'linux') return undefined;
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, soft = 0, steal = 0] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  const total = user + nice + system + idle + iowait + irq + soft + steal;
  return { total, busy: total - idle - iowait, steal };
}

/** `CPUs 87 % busy, 3 % stolen`: the machine's other load, or its host's, meanwhile. */
export function describeLoad(before: CpuTimes | undefined, after: CpuTimes | undefined): string {
  if (before === undefined || after === undefined) return 'load of the machine unknown';
  const total = Math.max(1, after.total - before.total);
  const percent = (part: number) => Math.round((100 * part) / total);
  return `CPUs ${percent(after.busy - before.busy)} % busy, ${percent(after.steal - before.steal)} % stolen`;
}
