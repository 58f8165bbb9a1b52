import type { Row } from '../part.ts';
import type { Tick } from '../watch/watched-process.ts';
import { type DoorLine, doorNames } from './door-watch.ts';

/** What was seen from inside and from outside while something ran. */
export interface LoopMeasure {
  readonly ticks: readonly Tick[];
  readonly doors: readonly DoorLine[];
  /** Bytes, before it and at most. */
  readonly rss: { readonly before: number; readonly highest: number };
  /** The doors did not answer again within this many ms; undefined: they did. */
  readonly silentForMs: number | undefined;
  /** The load of the machine meanwhile, in words. */
  readonly load: string;
}

export interface LoopBounds {
  /** No turn of the loop may keep the others waiting for longer, in ms. */
  readonly ownMs: number;
  /** No request of a well-behaved client may wait for longer, in ms. */
  readonly waitMs: number;
  /** By how many bytes the process may grow while it answers a request. */
  readonly growth: number;
}

const megabyte = 2 ** 20;
export const shown = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** The value below which the given share of the sorted values lies; 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/**
 * How late a turn was by the process's own doing. The machine is shared: while the thread was ready to run and had no CPU, the
 * cluster kept nobody waiting, so this much is taken off, and the table says how late the turns were with it.
 */
export const ownLateness = ({ late, waited }: Tick): number => Math.max(0, late - waited);

/** What an earlier measure found that was not found again, for the row: nothing is left out of the table. */
export function describeEarlier({ ticks, rss }: LoopMeasure, { ownMs }: LoopBounds): string {
  const late = ticks.filter((tick) => ownLateness(tick) > ownMs);
  const longest = Math.max(0, ...late.map(ownLateness));
  const cpu = Math.max(0, ...late.map((tick) => tick.cpu));
  const delay = `by up to ${shown(longest)} (CPU time in such a turn up to ${shown(cpu)})`;
  return `measured before: ${late.length} of ${ticks.length} turns late${late.length > 0 ? ` ${delay}` : ''}, RSS ${Math.round(rss.before / megabyte)} MB, at most ${Math.round(rss.highest / megabyte)} MB`;
}

/** The row for what was measured. */
export function judgeLoop(what: string, seed: number, measure: LoopMeasure, bounds: LoopBounds): Row {
  const { ticks, doors, rss, silentForMs, load } = measure;
  const own = ticks.map(ownLateness);
  const late = ticks.map((tick) => tick.late);
  const grown = rss.highest - rss.before;
  const tooLate = own.filter((ms) => ms > bounds.ownMs).length;
  const outside = doorNames.map((door) => {
    const waits = doors.flatMap((line) => [...line.waits[door], line.open[door]]);
    return `${door} ${shown(quantile(waits, 0.99))} / ${shown(Math.max(0, ...waits))}`;
  });
  const control = doors.flatMap((line) => line.late);
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
