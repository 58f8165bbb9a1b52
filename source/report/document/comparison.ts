import type { Impact } from '../../lab/model/report-plan.ts';
import type { Lab } from '../../lab/model/step.ts';
import { count } from '../../lab/model/text-format.ts';
import { type CellLine, measureComparison } from '../comparison-table.ts';
import type { SessionRecord } from '../session-record.ts';
import { compareShares, type ShareComparison } from '../share-table.ts';
import type { Cell, TableBlock } from './model.ts';
import type { Numbering } from './numbering.ts';
import { plainRun, prose } from './prose.ts';

/** `0.2513` → `25.1 %`; `1` → `100 %` */
export function shortPercent(share: number): string {
  return `${share === 0 || share === 1 ? share * 100 : (share * 100).toFixed(1)} %`;
}

/** The two consumers side by side, with what changed in words and numbers; undefined while nothing was measured. */
export function comparisonTable(
  record: SessionRecord,
  lab: Lab,
  numbering: Numbering,
): TableBlock | undefined {
  const rows = measureComparison(record, lab);
  if (rows.length === 0) return undefined;
  const shares = compareShares(record, lab);
  return {
    kind: 'table',
    number: numbering.table(),
    title: 'The two consumers, as measured',
    caption: prose(
      'The two consumers, as this session measured them. The evidence of each line is in the appendix.',
    ),
    columns: [
      { title: 'Feature', share: 17 },
      { title: 'Partition 0 only', share: 24 },
      { title: 'Consumer group', share: 28 },
      { title: 'Impact', share: 31 },
    ],
    rows: rows.map(({ feature, original, improved }, index) => [
      [plainRun(feature)],
      original.map(lineOf),
      improved.map(lineOf),
      impactOf(lab.comparison[index]?.impact, improved, shares, record),
    ]),
  };
}

const signs = { passed: '✔', failed: '✘', unjudged: '?' } as const;

function lineOf(line: CellLine): Cell[number] {
  if (line.kind === 'said') return prose(line.text);
  if (line.kind === 'missing') return prose(`not measured: step ${line.step} was not run`);
  return plainRun(`${signs[line.kind]} ${line.title}`);
}

/** Nothing is claimed of what was not measured, or did not hold. */
function impactOf(
  impact: Impact | undefined,
  improved: readonly CellLine[],
  shares: ShareComparison,
  { steps }: SessionRecord,
): Cell {
  if (impact === undefined) return [];
  const { evidence = [] } = impact;
  const passed = steps.flatMap(({ checks }) => checks.filter(({ ok }) => ok));
  const seen = evidence.flatMap((id) => passed.filter((check) => check.id === id));
  const number = impact.of === undefined ? undefined : numberOf(impact.of, shares);
  const isShown = improved.every(({ kind }) => kind === 'passed');
  return [
    ...(number === undefined ? [] : [plainRun(number)]),
    ...(isShown ? [prose(impact.says)] : [prose('not shown by this session')]),
    ...seen.map((check) => plainRun(`${check.title}: ${check.evidence}`)),
  ];
}

function numberOf(of: NonNullable<Impact['of']>, { before, after }: ShareComparison): string | undefined {
  if (before === undefined || after === undefined || before.window === 0 || after.window === 0)
    return undefined;
  const estimated = before.estimated || after.estimated ? ' (estimated)' : '';
  if (of === 'share') {
    const [first, second] = [before.received / before.window, after.received / after.window];
    return `${shortPercent(first)} → ${shortPercent(second)}${times(first, second)}${estimated}`;
  }
  const read = ({ partitions }: typeof before): number =>
    partitions.filter(({ distinct }) => distinct > 0).length;
  return `${read(before)} → ${read(after)} partitions${times(read(before), read(after))}${estimated}`;
}

const times = (before: number, after: number): string =>
  before === 0 ? '' : `, ${(after / before).toFixed(1)} ×`;

/** What both consumers received of the same messages; undefined where no swap was counted. */
export function sameMessagesTable(record: SessionRecord, numbering: Numbering): TableBlock | undefined {
  const same = record.beforeAfter;
  if (same === undefined) return undefined;
  const share = (part: number, whole: number): string =>
    whole === 0 ? count(part) : `${count(part)} = ${shortPercent(part / whole)}`;
  const row = (name: string, window: number, before: number, after: number): Cell[] => [
    [plainRun(name)],
    [plainRun(count(window))],
    [plainRun(share(before, window))],
    [plainRun(share(after, window))],
  ];
  return {
    kind: 'table',
    number: numbering.table(),
    title: 'The same messages, before and after the swap',
    caption: prose(
      `The same ${count(same.window)} messages, as the consumer before the swap and the one after it received them (journal entry ${same.entry}).`,
    ),
    columns: [
      { title: 'Partition', share: 16 },
      { title: 'Messages', share: 24, isNumber: true },
      { title: 'Partition 0 only', share: 30, isNumber: true },
      { title: 'Consumer group', share: 30, isNumber: true },
    ],
    rows: [
      ...same.partitions.map((each) =>
        row(String(each.partition), each.endOffset - each.startOffset, each.before, each.after),
      ),
      row('all', same.window, same.before, same.after),
    ],
  };
}
