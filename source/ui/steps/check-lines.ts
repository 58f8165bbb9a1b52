import type { CheckView, StepView } from '../../session/view.ts';
import { textWidth } from '../../text/width.ts';
import { cutText } from '../lines/fit.ts';
import { type Line, lineWidth, type Span, span } from '../lines/line.ts';
import { wrapWords } from '../lines/wrap.ts';
import { checkGlyph } from '../theme/glyphs.ts';
import { duration } from '../theme/numbers.ts';

/** Shorter than this, how long a check took is of no interest. */
const worthTelling = 1_000;

/**
 * Every check on lines of its own: what it saw, and for one that failed the hint fitted to it. What it saw is cut to its
 * row, unless `whole`.
 */
export function checkLines(step: StepView, columns: number, now: number, whole = false): Line[] {
  return step.checks.flatMap((check) => {
    const tookLong = check.durationMs !== undefined && check.durationMs >= worthTelling;
    const took = tookLong ? `  ${duration(check.durationMs!)}` : '';
    const head: Span[] = [checkGlyph(check.state, now), span(` ${check.title}${took}`)];
    if (check.state === 'waiting') head.push(span('  waiting'));
    if (check.state === 'failed') return [head, ...failureLines(check, columns)];
    const evidence = check.verdict?.evidence ?? '';
    const room = columns - lineWidth(head) - 3;
    if (whole && textWidth(evidence) > room) {
      return [head, ...wrapWords(evidence, columns - 2).map((row): Line => [span(`  ${row}`)])];
    }
    if (evidence === '' || room < 8) return [head];
    return [[...head, span(' · '), span(cutText(firstLine(evidence), room))]];
  });
}

/** The checks in few rows: those that passed in a flow, those that failed with evidence and hint. */
export function compactCheckLines(step: StepView, columns: number, now: number): Line[] {
  const rows: Line[] = [];
  let flow: Span[] = [];
  for (const check of step.checks) {
    if (check.state === 'failed') {
      const head = [checkGlyph(check.state, now), span(` ${check.title}`)];
      rows.push(head, ...failureLines(check, columns));
      continue;
    }
    const item: Span[] = [checkGlyph(check.state, now), span(` ${check.title}`)];
    const gap = flow.length === 0 ? 0 : 3;
    if (gap > 0 && lineWidth(flow) + gap + lineWidth(item) > columns) {
      rows.push(flow);
      flow = item;
    } else {
      flow = gap > 0 ? [...flow, span('   '), ...item] : item;
    }
  }
  if (flow.length > 0) rows.push(flow);
  return rows;
}

const mostEvidenceRows = 5;

function failureLines(check: CheckView, columns: number): Line[] {
  const verdict = check.verdict;
  if (!verdict) return [];
  const saw = wrapWords(`saw: ${verdict.evidence}`, columns - 2).slice(0, mostEvidenceRows);
  const hint = verdict.ok || !verdict.hint ? [] : wrapWords(`try: ${verdict.hint}`, columns - 2);
  return [
    ...saw.map((text): Line => [span('  '), span(text)]),
    ...hint.map((text): Line => [span('  '), span(text, { bold: true })]),
  ];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
