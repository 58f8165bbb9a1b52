import type { ComparisonCell, Lab } from '../lab/model/step.ts';
import type { CheckRecord, SessionRecord } from './session-record.ts';

/** A row of Table 1: each cell as the lines that were measured for it. */
export interface MeasuredRow {
  readonly feature: string;
  readonly original: readonly CellLine[];
  readonly improved: readonly CellLine[];
}

/** `said` is what the lab says where nothing can be measured; `missing` is a check that was not made yet. */
export type CellLine =
  | { readonly kind: 'passed' | 'failed' | 'unjudged'; readonly title: string; readonly evidence: string }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'missing'; readonly step: string };

/** The lab's comparison, filled with the evidence of this session's checks; empty while none of them was made. */
export function measureComparison(record: SessionRecord, lab: Lab): readonly MeasuredRow[] {
  const made = new Map<string, CheckRecord>();
  for (const step of record.steps) for (const check of step.checks) made.set(check.id, check);
  const rows = lab.comparison.map(({ feature, original, improved }) => ({
    feature,
    original: fill(original, made, lab),
    improved: fill(improved, made, lab),
  }));
  const isMeasured = rows.some((row) =>
    [...row.original, ...row.improved].some((line) => line.kind !== 'said' && line.kind !== 'missing'),
  );
  return isMeasured ? rows : [];
}

function fill(cell: ComparisonCell, made: ReadonlyMap<string, CheckRecord>, lab: Lab): readonly CellLine[] {
  if ('says' in cell) return [{ kind: 'said', text: cell.says }];
  const lines = cell.checks.map((id): CellLine => {
    const check = made.get(id);
    if (check !== undefined) return { kind: kindOf(check), title: check.title, evidence: check.evidence };
    const step = lab.steps.find((each) => each.checks.some((candidate) => candidate.id === id));
    return { kind: 'missing', step: step?.id ?? '' };
  });
  const missing = new Set<string>();
  return lines.filter((line) => {
    if (line.kind !== 'missing') return true;
    const isFirst = !missing.has(line.step);
    missing.add(line.step);
    return isFirst;
  });
}

export function kindOf({ ok, unjudged }: CheckRecord): 'passed' | 'failed' | 'unjudged' {
  return ok ? 'passed' : unjudged ? 'unjudged' : 'failed';
}
