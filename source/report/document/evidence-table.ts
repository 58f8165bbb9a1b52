import { kindOf } from '../comparison-table.ts';
import type { SessionRecord } from '../session-record.ts';
import type { TableBlock } from './model.ts';
import type { Numbering } from './numbering.ts';
import { codeRun, plainRun, prose } from './prose.ts';
import { clock } from './trace.ts';

const results = { passed: 'passed', failed: 'failed', unjudged: 'not judged' } as const;

/** What decided each check, and the entry of the journal that holds it. */
export function evidenceTable(steps: SessionRecord['steps'], numbering: Numbering): TableBlock | undefined {
  const rows = steps.flatMap((step) =>
    step.checks.map((check) => [
      [plainRun(step.id)],
      [plainRun(check.title)],
      [plainRun(results[kindOf(check)])],
      [codeRun(check.evidence)],
      [plainRun(`${check.entry}, ${clock(check.at)}`)],
    ]),
  );
  if (rows.length === 0) return undefined;
  return {
    kind: 'table',
    number: numbering.table(),
    title: 'What decided each check',
    caption: prose('What decided each check of the last run of a step. Times are UTC.'),
    columns: [
      { title: 'Step', share: 9 },
      { title: 'Check', share: 25 },
      { title: 'Result', share: 10 },
      { title: 'Evidence', share: 41 },
      { title: 'Journal entry', share: 15 },
    ],
    rows,
  };
}
