import { type HeapSize, heapSpaces, largestConstructors } from './heap-sizes.ts';
import type { InspectedProcess } from './inspected-process.ts';
import { type CpuProfile, selfTimes } from './self-times.ts';

/** Where the time went, as rows of a table: each function's own share of the time in which the process did anything. */
export function timeRows(profile: CpuProfile, root: string): string[] {
  const rows = selfTimes(profile, root);
  return [
    '| function | file | self time |',
    '|---|---|---:|',
    ...rows.map(({ name, file, share }) => `| \`${name}\` | ${file} | ${(share * 100).toFixed(1)} % |`),
  ];
}

/** Where the memory went: the heap's spaces, and the constructors with the largest instances. */
export async function memoryRows(inspected: InspectedProcess): Promise<string[]> {
  const spaces = await heapSpaces(inspected);
  const constructors = await largestConstructors(inspected);
  const row = ({ what, megabytes, count }: HeapSize): string =>
    `| \`${what}\` | ${megabytes.toFixed(1)} | ${count ?? ''} |`;
  return [
    '| space or constructor | MB | instances |',
    '|---|---:|---:|',
    ...[...spaces, ...constructors].map(row),
  ];
}
