import type { ReactElement } from 'react';
import type { CheckView, StepView } from '../../session/view.ts';
import { type SafeText, safe, trusted } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
import { neededShortening, shortenStamp } from '../logs/shorten-stamp.ts';
import { cutText } from '../text/cut.ts';
import { checkGlyph } from '../text/glyphs.tsx';
import { inOrder, spaces } from '../text/join.tsx';
import { Rows } from '../text/rows.tsx';
import { cellsOf, Row, Text, type TextContent } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import type { Style } from '../theme/colours.ts';
import { duration } from '../theme/numbers.ts';

const notes: Partial<Record<CheckView['state'], string>> = { waiting: '  waiting', unjudged: '  not judged' };

/** Durations of checks below this are not shown. */
const worthTelling = 1_000;

export interface ChecksProps {
  readonly step: StepView;
  readonly columns: number;
  /** Ms since the epoch, by which the sign of a check that waits turns. */
  readonly now: number;
}

export function Checks({ step, columns, now, more }: ChecksProps & { readonly more: number }): ReactElement {
  return <Rows rows={checkRows(step, columns, now, more)} />;
}

/** The checks in few rows. */
export function CompactChecks({ step, columns, now }: ChecksProps): ReactElement {
  return <Rows rows={compactCheckRows(step, columns, now)} />;
}

/**
 * Every check on rows of its own: its evidence, and the hint for one that failed. Evidence that is too long for the row of its check goes on below
 * it, in `more` rows for all checks; what has no room there is cut.
 */
export function checkRows(step: StepView, columns: number, now: number, more = 0): ReactElement[] {
  let left = more;
  return step.checks.flatMap((check) => {
    const title = titleOf(check, now);
    const head = <Row key={check.id}>{title}</Row>;
    if (isWorthReading(check.state)) return [head, ...failureRows(check, columns)];
    const evidence = check.verdict?.evidence ?? '';
    const room = columns - cellsOf(title) - 3;
    if (textWidth(evidence) > room) {
      const below = indented(wrapWords(evidence, columns - 2));
      if (below.length <= left) {
        left -= below.length;
        return [head, ...below];
      }
    }
    if (evidence === '' || room < 8) return [head];
    return [
      <Row key={check.id}>
        {title}
        {trusted(' · ')}
        {cutEvidence(firstLine(evidence), room)}
      </Row>,
    ];
  });
}

/** A line of a log gives up its date first. */
function cutEvidence(evidence: string, room: number): SafeText {
  return cutText(shortenStamp(evidence, neededShortening([evidence], room)), room);
}

function titleOf({ state, title, durationMs }: CheckView, now: number): ReactElement {
  const took = durationMs !== undefined && durationMs >= worthTelling ? `  ${duration(durationMs)}` : '';
  return (
    <Text key="title">
      {checkGlyph(state, now)}
      {safe` ${title}${took}${notes[state] ?? ''}`}
    </Text>
  );
}

/** The checks in few rows: those that passed in a flow, the others with evidence and hint. */
export function compactCheckRows(step: StepView, columns: number, now: number): ReactElement[] {
  const rows: ReactElement[] = [];
  let flow: TextContent[] = [];
  const endFlow = (): void => {
    if (flow.length > 0) rows.push(<Row>{inOrder(flow)}</Row>);
    flow = [];
  };
  for (const check of step.checks) {
    const item = (
      <Text key={check.id}>
        {checkGlyph(check.state, now)}
        {safe` ${check.title}`}
      </Text>
    );
    if (isWorthReading(check.state)) {
      rows.push(<Row>{item}</Row>, ...failureRows(check, columns));
      continue;
    }
    if (flow.length > 0 && cellsOf(flow) + 3 + cellsOf(item) > columns) endFlow();
    flow.push(spaces(flow.length > 0 ? 3 : 0), item);
  }
  endFlow();
  return rows;
}

/** With its evidence and its hint, even where there is little room. */
const isWorthReading = (state: CheckView['state']): boolean => state === 'failed' || state === 'unjudged';

const mostEvidenceRows = 5;

function failureRows({ verdict }: CheckView, columns: number): ReactElement[] {
  if (!verdict) return [];
  const saw = wrapWords(`saw: ${verdict.evidence}`, columns - 2).slice(0, mostEvidenceRows);
  const hint = verdict.ok || !verdict.hint ? [] : wrapWords(`try: ${verdict.hint}`, columns - 2);
  return [...indented(saw), ...indented(hint, { bold: true })];
}

function indented(texts: readonly SafeText[], style: Style = {}): ReactElement[] {
  return texts.map((text) => (
    <Row key={text}>
      {spaces(2)}
      <Text {...style}>{text}</Text>
    </Row>
  ));
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
