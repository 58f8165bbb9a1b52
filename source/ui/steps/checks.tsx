import type { ReactElement } from 'react';
import type { CheckView, StepView } from '../../session/view.ts';
import { type SafeText, safe, trusted } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
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

export function Checks({ step, columns, now }: ChecksProps): ReactElement {
  return <Rows rows={checkRows(step, columns, now)} />;
}

/** The checks in few rows. */
export function CompactChecks({ step, columns, now }: ChecksProps): ReactElement {
  return <Rows rows={compactCheckRows(step, columns, now)} />;
}

/**
 * Every check on rows of its own: its evidence, and the hint for one that failed. The evidence is cut to its
 * row, unless `whole`.
 */
export function checkRows(step: StepView, columns: number, now: number, whole = false): ReactElement[] {
  return step.checks.flatMap((check) => {
    const tookLong = check.durationMs !== undefined && check.durationMs >= worthTelling;
    const took = tookLong ? `  ${duration(check.durationMs!)}` : '';
    const title = (
      <Text key="title">
        {checkGlyph(check.state, now)}
        {safe` ${check.title}${took}${notes[check.state] ?? ''}`}
      </Text>
    );
    const head = <Row key={check.id}>{title}</Row>;
    if (isWorthReading(check.state)) return [head, ...failureRows(check, columns)];
    const evidence = check.verdict?.evidence ?? '';
    const room = columns - cellsOf(title) - 3;
    if (whole && textWidth(evidence) > room) return [head, ...indented(wrapWords(evidence, columns - 2))];
    if (evidence === '' || room < 8) return [head];
    return [
      <Row key={check.id}>
        {title}
        {trusted(' · ')}
        {cutText(firstLine(evidence), room)}
      </Row>,
    ];
  });
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
