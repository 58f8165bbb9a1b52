import type { RingLine } from '../../session/view.ts';
import { type Line, line, type Span, span } from '../lines/line.ts';
import { partitionColour } from '../theme/colours.ts';
import { clockTime } from '../theme/numbers.ts';
import type { LogPaneState } from './log-pane-state.ts';
import { matchRanges, type Range } from './pattern.ts';

/** What of a row does not come from its line. */
export interface RowOptions extends Pick<LogPaneState, 'timestamps' | 'pattern' | 'match'> {
  /** Whether to name the pod: where lines of several stand in one pane. */
  readonly pods: boolean;
}

/** As much of a line as the screen ever lays out, in code units. The ring has the rest. */
const longestShown = 8_192;

/** A log line before it is cut or wrapped: time and pod when asked for, the text with its matches and partition marked. */
export function logRow(entry: RingLine, options: RowOptions): Line {
  if (entry.kind === 'mark') return line(span(`── ${entry.text} ──`, { bold: true }));
  const lead: Span[] = [];
  if (options.match !== undefined) lead.push(span(entry.number === options.match ? '▶ ' : '  '));
  if (options.timestamps) lead.push(span(`${clockTime(entry.at)} `, { colour: 'cyan' }));
  if (options.pods) lead.push(span(`${entry.pod.slice(-5)} `, { colour: 'magenta' }));
  const hidden = entry.text.length - longestShown;
  const rest = hidden > 0 ? [span(`… (${hidden} more characters)`, { bold: true })] : [];
  return [...lead, ...textSpans(entry.text.slice(0, longestShown), options), ...rest];
}

const partitionName = /\bpartition (\d{1,4})\b/;

function textSpans(text: string, options: RowOptions): Span[] {
  const matches = matchRanges(options.pattern, text);
  if (matches.length > 0) return styleRanges(text, matches, { inverse: true });
  const found = partitionName.exec(text.slice(0, 512));
  if (!found) return [span(text)];
  const range = { from: found.index, to: found.index + found[0].length };
  return styleRanges(text, [range], { colour: partitionColour(Number(found[1])), bold: true });
}

function styleRanges(text: string, ranges: readonly Range[], style: Omit<Span, 'text'>): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const { from, to } of ranges) {
    if (from > at) spans.push(span(text.slice(at, from)));
    spans.push(span(text.slice(from, to), style));
    at = to;
  }
  if (at < text.length) spans.push(span(text.slice(at)));
  return spans;
}
