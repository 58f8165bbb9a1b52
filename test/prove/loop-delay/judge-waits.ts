import type { Row } from '../part.ts';
import { type LoopMeasure, quantile, shown } from './judge-loop.ts';
import { type ListenerName, listenerNames } from './listener-probe.ts';

/** The interval of the probe's lines, in ms: each answer came within it. */
const lineMs = 100;

interface Wait {
  /** As the client saw it, in ms. */
  readonly seen: number;
  /** The part that the cluster itself caused. */
  readonly own: number;
}

/**
 * How long each request waited at a listener, including one that has no answer yet. The machine is shared, so this subtracts the time for which
 * the cluster's thread was ready to run but had no CPU, or for which the client was late to its own timer: the longer of the two, because they
 * may overlap.
 */
export function waitsAt(listener: ListenerName, { ticks, listeners }: LoopMeasure): Wait[] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const waitOf = (seen: number, until: number): Wait => {
    const isMeanwhile = ({ at }: { readonly at: number }) => at >= until - lineMs - seen && at <= until;
    const withoutCpu = sum(ticks.filter(isMeanwhile).map(({ waited }) => waited));
    const clientLate = sum(listeners.filter(isMeanwhile).flatMap(({ late }) => late));
    // The wait's share of the interval, which is at most one line longer.
    const share = seen / (seen + lineMs);
    return { seen, own: Math.max(0, seen - share * Math.max(withoutCpu, clientLate)) };
  };
  const answered = listeners.flatMap(({ at, waits }) => waits[listener].map((seen) => waitOf(seen, at)));
  const last = listeners.at(-1);
  return last && last.open[listener] > 0 ? [...answered, waitOf(last.open[listener], last.at)] : answered;
}

/** The row for how long well-behaved clients waited. */
export function judgeWaits(what: string, seed: number, measure: LoopMeasure, withinMs: number): Row {
  const all = listenerNames.map((listener) => ({ listener, waits: waitsAt(listener, measure) }));
  const describe = (of: (wait: Wait) => number) =>
    all
      .map(({ listener, waits }) => {
        const values = waits.map(of);
        return `${listener} ${shown(quantile(values, 0.99))} / ${shown(Math.max(0, ...values))}`;
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

/** The longest wait that the cluster caused, in ms. */
export function longestWait(measure: LoopMeasure): number {
  return Math.max(
    0,
    ...listenerNames.flatMap((listener) => waitsAt(listener, measure).map(({ own }) => own)),
  );
}
