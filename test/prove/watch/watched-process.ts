import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One turn of a timer in the watched process; all in ms, `at` since the epoch. */
export interface Tick {
  readonly at: number;
  /** The delay of this turn. */
  readonly late: number;
  /** For how much of the delay the thread was runnable without a CPU. */
  readonly waited: number;
  /** The CPU time since the previous turn. */
  readonly cpu: number;
}

/** Bytes, at a time in ms since the epoch. */
export interface MemorySample {
  readonly at: number;
  readonly rss: number;
  readonly heap: number;
}

interface Line {
  readonly at: number;
  readonly rss: number;
  readonly heap: number;
  readonly ticks: readonly (readonly [number, number, number, number])[];
}

/** The process's reports so far. Throws if there are none: the process was not watched. */
export function readWatched(directory: string, pid: number): { ticks: Tick[]; memory: MemorySample[] } {
  const lines = linesOf(directory, pid);
  if (lines.length === 0) throw new Error(`the process ${pid} does not tell what its event loop does`);
  return {
    ticks: lines.flatMap(({ ticks }) => ticks.map(([at, late, waited, cpu]) => ({ at, late, waited, cpu }))),
    memory: lines.map(({ at, rss, heap }) => ({ at, rss, heap })),
  };
}

/** The memory only; empty for a process that was not watched. */
export function readMemory(directory: string, pid: number): MemorySample[] {
  return linesOf(directory, pid).map(({ at, rss, heap }) => ({ at, rss, heap }));
}

function linesOf(directory: string, pid: number): Line[] {
  const name = readdirSync(directory).find((one) => one.endsWith(`-${pid}.jsonl`));
  if (name === undefined) return [];
  // The last line may still be incomplete.
  const whole = readFileSync(join(directory, name), 'utf8').split('\n').slice(0, -1);
  return whole.map((line) => JSON.parse(line) as Line);
}
