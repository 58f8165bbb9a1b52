import type { LogRing } from '../../session/view.ts';
import type { LogPaneState } from './log-pane-state.ts';

/** How far back a log pane shows lines: the ranges that the key cycles through, shortest first. Undefined: all lines. */
export const timeRanges: readonly number[] = [60, 300, 900, 1_800, 3_600].map((seconds) => seconds * 1_000);

const longestRange = 24 * 3_600_000;
const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** `5m`, `90s`, `1h` in milliseconds, at most a day; `all` and `tail` remove the range. Undefined if the text is none of these. */
export function parseRange(text: string): { readonly since: number | undefined } | undefined {
  if (text === 'all' || text === 'tail') return { since: undefined };
  const found = /^([1-9]\d{0,5})([smh])$/.exec(text);
  if (!found) return undefined;
  const since = Number(found[1]) * units[found[2]!]!;
  return since <= longestRange ? { since } : undefined;
}

/** A range as `parseRange` takes it: `90s`, `5m`, `1h`. */
export function rangeLabel(since: number): string {
  const unit = since % units.h! === 0 ? 'h' : since % units.m! === 0 ? 'm' : 's';
  return `${since / units[unit]!}${unit}`;
}

/** The range after this one; after the longest, all. */
export function nextRange(since: number | undefined): number | undefined {
  return timeRanges.find((range) => range > (since ?? 0));
}

/** The time before which a pane shows no line. A paused pane's range ends when it was paused, so that no line disappears while it is read. */
export function rangeStart({ since, held, heldAt }: LogPaneState, now: number): number | undefined {
  if (since === undefined) return undefined;
  return (held ? heldAt : now) - since;
}

/** The numbers of the ring's lines from a time on, ascending; only those in `among` if it is given. Lines of several pods need not be in order of time. */
export function numbersSince(ring: LogRing, start: number, among?: readonly number[]): readonly number[] {
  const first = ring.total - ring.length;
  const lines = ring.slice(first, ring.total);
  if (among === undefined) return lines.filter(({ at }) => at >= start).map(({ number }) => number);
  return among.filter((number) => (lines[number - first]?.at ?? start) >= start);
}
