import type { Row } from '../part.ts';
import { type DoorName, doorNames } from './door-watch.ts';
import { type LoopMeasure, quantile, shown } from './judge-loop.ts';

/** So long a line of the asking program is after the one before, in ms: within it each of its answers came. */
const lineMs = 100;

interface Wait {
  /** As the client saw it, in ms. */
  readonly seen: number;
  /** By the cluster's own doing. */
  readonly own: number;
}

/**
 * How long each request waited at a door, the one that has no answer yet among them. The machine is shared: what is taken off is the time for
 * which the cluster's thread was ready to run and had no CPU meanwhile, or for which the client came late to its own timer. Both may have been
 * at the same time: the longer one counts.
 */
export function waitsAt(door: DoorName, { ticks, doors }: LoopMeasure): Wait[] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const waitOf = (seen: number, until: number): Wait => {
    const isMeanwhile = ({ at }: { readonly at: number }) => at >= until - lineMs - seen && at <= until;
    const withoutCpu = sum(ticks.filter(isMeanwhile).map(({ waited }) => waited));
    const clientLate = sum(doors.filter(isMeanwhile).flatMap(({ late }) => late));
    // Of the time looked at, which is longer by a line at most, this was the wait.
    const share = seen / (seen + lineMs);
    return { seen, own: Math.max(0, seen - share * Math.max(withoutCpu, clientLate)) };
  };
  const answered = doors.flatMap(({ at, waits }) => waits[door].map((seen) => waitOf(seen, at)));
  const last = doors.at(-1);
  return last && last.open[door] > 0 ? [...answered, waitOf(last.open[door], last.at)] : answered;
}

/** The row for how long well-behaved clients waited meanwhile. */
export function judgeWaits(what: string, seed: number, measure: LoopMeasure, withinMs: number): Row {
  const all = doorNames.map((door) => ({ door, waits: waitsAt(door, measure) }));
  const describe = (of: (wait: Wait) => number) =>
    all
      .map(({ door, waits }) => {
        const values = waits.map(of);
        return `${door} ${shown(quantile(values, 0.99))} / ${shown(Math.max(0, ...values))}`;
      })
      .join(', ');
  const waits = all.flatMap((one) => one.waits);
  return {
    what: waitsRow(what),
    seed,
    count: waits.length,
    unit: `requests of others, each within ${shown(withinMs)}`,
    broken: waits.filter(({ own }) => own > withinMs).length,
    details: `p99 / longest wait by the cluster's own doing: ${describe(({ own }) => own)}; with waiting for a CPU: ${describe(({ seen }) => seen)}`,
  };
}

export const waitsRow = (what: string): string => `${what}: what others wait`;

/** By the cluster's own doing, in ms. */
export function longestWait(measure: LoopMeasure): number {
  return Math.max(0, ...doorNames.flatMap((door) => waitsAt(door, measure).map(({ own }) => own)));
}
