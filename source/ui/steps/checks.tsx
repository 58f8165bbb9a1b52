import type { ReactElement } from 'react';
import type { CheckView, StepView } from '../../session/view.ts';
import { type SafeText, trusted } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
import { neededShortening, shortenStamp } from '../logs/shorten-stamp.ts';
import { cutText } from '../text/cut.ts';
import { inOrder, spaces } from '../text/join.tsx';
import { Rows } from '../text/rows.tsx';
import { cellsOf, plainText, Row, Text, type TextContent } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import type { Style } from '../theme/colours.ts';
import { checkNote, titlesOf } from './check-titles.tsx';

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
export function CompactChecks({
  step,
  columns,
  now,
  more = 0,
}: ChecksProps & { readonly more?: number }): ReactElement {
  return <Rows rows={compactCheckRows(step, columns, now, more)} />;
}

/**
 * Every check on rows of its own: its evidence, and the hint for one that failed. In `more` rows for all checks, titles that are too long for
 * one row go on below it, then evidence that is too long for the row of its check; what has no room there is cut.
 */
export function checkRows(step: StepView, columns: number, now: number, more = 0): ReactElement[] {
  const titles = titlesOf(step.checks, { columns, more, now }, checkNote);
  let left = more - (titles.flat().length - titles.length);
  return step.checks.flatMap((check, index) => {
    const texts = titles[index]!;
    const last = texts.at(-1)!;
    const head = titleRows(texts);
    if (isWorthReading(check.state)) return [...head, ...failureRows(check, columns)];
    const evidence = check.verdict?.evidence ?? '';
    const room = columns - cellsOf(last) - 3;
    if (textWidth(evidence) > room) {
      const below = indented(wrapWords(evidence, columns - 2));
      if (below.length <= left) {
        left -= below.length;
        return [...head, ...below];
      }
    }
    if (evidence === '' || room < 8) return head;
    return [
      ...head.slice(0, -1),
      <Row key={check.id}>
        {last}
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

/** The checks in few rows: those that passed in a flow, the others with evidence and hint. Titles that are too long take `more` rows. */
export function compactCheckRows(step: StepView, columns: number, now: number, more = 0): ReactElement[] {
  const rows: ReactElement[] = [];
  let flow: TextContent[] = [];
  const endFlow = (): void => {
    if (flow.length > 0) rows.push(<Row>{inOrder(flow)}</Row>);
    flow = [];
  };
  const titles = titlesOf(step.checks, { columns, more, now }, () => '');
  for (const [index, check] of step.checks.entries()) {
    const texts = titles[index]!;
    if (isWorthReading(check.state)) {
      rows.push(...titleRows(texts), ...failureRows(check, columns));
      continue;
    }
    if (texts.length > 1) {
      endFlow();
      rows.push(...titleRows(texts));
      continue;
    }
    if (flow.length > 0 && cellsOf(flow) + 3 + cellsOf(texts) > columns) endFlow();
    flow.push(spaces(flow.length > 0 ? 3 : 0), ...texts);
  }
  endFlow();
  return rows;
}

function titleRows(texts: readonly ReactElement[]): ReactElement[] {
  return texts.map((text) => <Row key={plainText(text)}>{text}</Row>);
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
