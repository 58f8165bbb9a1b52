import type { RingLine } from '../../session/view.ts';
import { partitionColour, type Style } from '../theme/colours.ts';
import { clockTime } from '../theme/numbers.ts';
import { type Line, line, type Span, span } from './line.ts';
import type { LogPaneState } from './log-pane-state.ts';
import { matchRanges, type Range } from './pattern.ts';
import { type Shortening, shortenStamp } from './shorten-stamp.ts';

/** The parts of a row that do not come from its line. */
export interface RowOptions extends Pick<LogPaneState, 'timestamps' | 'pattern' | 'match'> {
  /** Whether to name the pod, for a pane with lines of several pods. */
  readonly pods: boolean;
  /** What gives way of the program's own time. */
  readonly shortening?: Shortening;
}

/** Cells before the text of a row. */
export function leadCells({ match, timestamps, pods }: RowOptions): number {
  return (match === undefined ? 0 : 2) + (timestamps ? 13 : 0) + (pods ? 6 : 0);
}

/** How much of a line the screen lays out at most, in code units. The ring has the rest. */
const longestShown = 8_192;

/** A log line before it is cut or wrapped: time and pod when asked for, the text with its matches and partition marked. */
export function logRow(entry: RingLine, options: RowOptions): Line {
  if (entry.kind === 'mark') return line(span(`── ${entry.text} ──`, { bold: true }));
  const lead: Span[] = [];
  if (options.match !== undefined) lead.push(span(entry.number === options.match ? '▶ ' : '  '));
  if (options.timestamps) lead.push(span(`${clockTime(entry.at)} `, { colour: 'cyan' }));
  if (options.pods) lead.push(span(`${entry.pod.slice(-5)} `, { colour: 'magenta' }));
  const text = shortenStamp(entry.text, options.shortening ?? 'none');
  const hidden = text.length - longestShown;
  const rest = hidden > 0 ? [span(`… (${hidden} more characters)`, { bold: true })] : [];
  return [...lead, ...textSpans(text.slice(0, longestShown), options), ...rest];
}

const partitionName = /\bpartition (\d{1,4})\b/;

function textSpans(text: string, options: RowOptions): Span[] {
  const found = partitionName.exec(text.slice(0, 512));
  const named = found
    ? styleRanges([span(text)], [{ from: found.index, to: found.index + found[0].length }], {
        colour: partitionColour(Number(found[1])),
        bold: true,
      })
    : [span(text)];
  return styleRanges(named, matchRanges(options.pattern, text), { inverse: true });
}

/** Adds a style to the ranges and keeps existing styles: a match inside a partition's name keeps its colour. */
function styleRanges(spans: readonly Span[], ranges: readonly Range[], style: Style): Span[] {
  const result: Span[] = [];
  let from = 0;
  for (const one of spans) {
    const to = from + one.text.length;
    let at = from;
    for (const range of ranges) {
      const start = Math.max(at, range.from);
      const end = Math.min(to, range.to);
      if (start >= end) continue;
      if (start > at) result.push({ ...one, text: one.text.slice(at - from, start - from) });
      result.push({ ...one, ...style, text: one.text.slice(start - from, end - from) });
      at = end;
    }
    if (at < to) result.push({ ...one, text: one.text.slice(at - from) });
    from = to;
  }
  return result;
}
