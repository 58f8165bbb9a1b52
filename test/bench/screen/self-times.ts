import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What V8's sampling profiler leaves: https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
      readonly columnNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  /** Microseconds. */
  readonly timeDeltas: readonly number[];
}

export interface SelfTime {
  readonly name: string;
  readonly file: string;
  /** As a share of the time in which the process was active. */
  readonly share: number;
}

/** Where a process spent its self time, most first. Positions in bundles are resolved by source maps where available. */
export function selfTimes(profile: CpuProfile, root: string, most = 15): SelfTime[] {
  const maps = new Map<string, SourceMap | undefined>();
  const places = new Map(profile.nodes.map(({ id, callFrame }) => [id, placeOf(callFrame, root, maps)]));
  const times = new Map<string, { name: string; file: string; time: number }>();
  for (const [index, id] of profile.samples.entries()) {
    const place = places.get(id);
    if (!place || place.name === '(idle)') continue;
    const key = `${place.name} ${place.file}`;
    const known = times.get(key) ?? { ...place, time: 0 };
    times.set(key, { ...known, time: known.time + Math.max(0, profile.timeDeltas[index] ?? 0) });
  }
  const total = [...times.values()].reduce((sum, { time }) => sum + time, 0);
  return [...times.values()]
    .sort((one, other) => other.time - one.time)
    .slice(0, most)
    .map(({ name, file, time }) => ({ name, file, share: time / total }));
}

function placeOf(
  { functionName, url, lineNumber, columnNumber }: CpuProfile['nodes'][number]['callFrame'],
  root: string,
  maps: Map<string, SourceMap | undefined>,
): { name: string; file: string } {
  const name = functionName || '(anonymous)';
  // A module has a URL, a script has a path, and the code of Node has neither.
  const path = url.startsWith('file:') ? fileURLToPath(url) : url;
  if (!isAbsolute(path)) return { name, file: url };
  if (!maps.has(path)) maps.set(path, readMap(path));
  const found = maps.get(path)?.findEntry(lineNumber, columnNumber);
  if (!found || !('originalSource' in found)) return { name, file: inRoot(root, path) };
  const source = resolve(dirname(path), found.originalSource);
  return { name, file: `${relative(root, source)}:${found.originalLine + 1}` };
}

function readMap(path: string): SourceMap | undefined {
  if (!existsSync(`${path}.map`)) return undefined;
  return new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')) as SourceMapPayload);
}

/** A path relative to the root, or its last three segments if it is elsewhere. */
function inRoot(root: string, path: string): string {
  const below = relative(root, path);
  return below.startsWith('..') ? path.split(sep).slice(-3).join('/') : below;
}
