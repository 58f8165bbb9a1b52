import type { Row } from '../part.ts';
import type { Tick } from '../watch/watched-process.ts';
import { listenerNames, type ProbeSample } from './listener-probe.ts';

/** The measurements from inside and outside while something ran. */
export interface LoopMeasure {
  readonly ticks: readonly Tick[];
  readonly listeners: readonly ProbeSample[];
  /** Bytes, before it and at most. */
  readonly rss: { readonly before: number; readonly highest: number };
  /** The listeners did not respond again within this many ms; undefined: they did. */
  readonly silentForMs: number | undefined;
  /** The machine's load meanwhile, as text. */
  readonly load: string;
}

export interface LoopBounds {
  /** The longest turn of the event loop, in ms. */
  readonly ownMs: number;
  /** The longest wait of a request of a well-behaved client, in ms. */
  readonly waitMs: number;
  /** How much the process may grow during a request, in bytes. */
  readonly growth: number;
}

const megabyte = 2 ** 20;
export const shown = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** The quantile of sorted values; 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/**
 * How late a turn was because of the process itself. The machine is shared: time in which the thread was ready to run but had no CPU is
 * subtracted, and the table shows both.
 */
export const ownLateness = ({ late, waited }: Tick): number => Math.max(0, late - waited);

/** What an earlier measurement found and a later one did not, for the row: nothing is left out of the table. */
export function describeEarlier({ ticks, rss }: LoopMeasure, { ownMs }: LoopBounds): string {
  const late = ticks.filter((tick) => ownLateness(tick) > ownMs);
  const longest = Math.max(0, ...late.map(ownLateness));
  const cpu = Math.max(0, ...late.map((tick) => tick.cpu));
  const delay = `by up to ${shown(longest)} (CPU time in such a turn up to ${shown(cpu)})`;
  return `measured before: ${late.length} of ${ticks.length} turns late${late.length > 0 ? ` ${delay}` : ''}, RSS ${Math.round(rss.before / megabyte)} MB, at most ${Math.round(rss.highest / megabyte)} MB`;
}

/** The row for the measurements. */
export function judgeLoop(what: string, seed: number, measure: LoopMeasure, bounds: LoopBounds): Row {
  const { ticks, listeners, rss, silentForMs, load } = measure;
  const own = ticks.map(ownLateness);
  const late = ticks.map((tick) => tick.late);
  const grown = rss.highest - rss.before;
  const tooLate = own.filter((ms) => ms > bounds.ownMs).length;
  const outside = listenerNames.map((listener) => {
    const waits = listeners.flatMap((line) => [...line.waits[listener], line.open[listener]]);
    return `${listener} ${shown(quantile(waits, 0.99))} / ${shown(Math.max(0, ...waits))}`;
  });
  const control = listeners.flatMap((line) => line.late);
  const details = [
    ...(silentForMs === undefined ? [] : [`did not answer again within ${Math.round(silentForMs / 1000)} s`]),
    `p99 / longest delay by its own doing ${shown(quantile(own, 0.99))} / ${shown(Math.max(0, ...own))}`,
    `most CPU time in a turn ${shown(Math.max(0, ...ticks.map(({ cpu }) => cpu)))}`,
    `with waiting for a CPU ${shown(quantile(late, 0.99))} / ${shown(Math.max(0, ...late))}`,
    `an idle process meanwhile ${shown(quantile(control, 0.99))} / ${shown(Math.max(0, ...control))}`,
    `p99 / longest waits outside: ${outside.join(', ')}`,
    `RSS ${Math.round(rss.before / megabyte)} MB, at most ${Math.round(rss.highest / megabyte)} MB${grown > bounds.growth ? ` (more than ${Math.round(bounds.growth / megabyte)} MB of growth)` : ''}`,
    load,
  ];
  return {
    what,
    seed,
    count: ticks.length,
    unit: 'turns of the loop',
    broken: tooLate + (grown > bounds.growth ? 1 : 0) + (silentForMs === undefined ? 0 : 1),
    details: details.join('; '),
  };
}
