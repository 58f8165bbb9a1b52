import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Where a process spent its time, from the largest profile that `node --cpu-prof` left in a directory: self time, one line each. */
export function selfTimes(directory: string, most = 15): { name: string; share: number }[] {
  const files = readdirSync(directory).filter((name) => name.endsWith('.cpuprofile'));
  const texts = files.map((name) => readFileSync(join(directory, name), 'utf8'));
  const longest = texts.sort((left, right) => right.length - left.length)[0];
  if (longest === undefined) return [];
  const profile = JSON.parse(longest) as CpuProfile;
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, label(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, id] of profile.samples.entries()) {
    const name = names.get(id) ?? '?';
    if (name === '(idle)' || name === '(program)') continue;
    times.set(name, (times.get(name) ?? 0) + Math.max(0, profile.timeDeltas[index] ?? 0));
  }
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([name, time]) => ({ name, share: time / total }))
    .sort((left, right) => right.share - left.share)
    .slice(0, most);
}

function label({ functionName, url }: CpuProfile['nodes'][number]['callFrame']): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url.startsWith('node:')) return `${name} (${url})`;
  return name;
}
