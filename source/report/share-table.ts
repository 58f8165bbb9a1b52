import type { EventOf } from '../journal/events.ts';
import type { Lab } from '../lab/model/step.ts';
import { count, percent } from '../lab/model/text-format.ts';
import { type Markdown, md, noMarkdown } from './markdown-text.ts';
import type { SessionRecord } from './session-record.ts';

/** The last count of each consumer: what the swap changed. */
export interface ShareComparison {
  readonly before?: EventOf<'counted'>;
  readonly after?: EventOf<'counted'>;
}

export function compareShares(record: SessionRecord, lab: Lab): ShareComparison {
  const before = record.counted.findLast((counted) => counted.consumer === 'partition');
  const after =
    record.counted.findLast((counted) => counted.consumer === 'group' && !isExperiment(counted.step, lab)) ??
    record.counted.findLast((counted) => counted.consumer === 'group');
  return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
}

/** Experiments count as well, to see that nothing was lost; the effect of the swap was counted before them. */
function isExperiment(id: string | undefined, lab: Lab): boolean {
  const step = lab.steps.find((each) => each.id === id);
  return step?.effects?.some((effect) => effect.kind === 'watch') === true;
}

/** Per partition, what each consumer received of its window; empty where nothing was counted. */
export function renderShareTable({ before, after }: ShareComparison): Markdown[] {
  if (before === undefined && after === undefined) return [];
  const numbers = [
    ...new Set([before, after].flatMap((counted) => counted?.partitions.map((each) => each.partition) ?? [])),
  ].sort((a, b) => a - b);
  const cell = (counted: EventOf<'counted'> | undefined, partition: number): Markdown => {
    const each = counted?.partitions.find((candidate) => candidate.partition === partition);
    if (each === undefined) return md`not counted | |`;
    const window = each.endOffset - each.startOffset;
    return md`${count(each.distinct)} of ${count(window)} | ${count(each.duplicates)} |`;
  };
  const total = (counted: EventOf<'counted'> | undefined): Markdown => {
    if (counted === undefined) return md`not counted | |`;
    const share = counted.window === 0 ? 0 : counted.received / counted.window;
    const twice = counted.partitions.reduce((sum, each) => sum + each.duplicates, 0);
    return md`${count(counted.received)} of ${count(counted.window)} = ${percent(share)}${counted.estimated === true ? ' (estimated)' : ''} | ${counted.estimated === true ? 'not told' : count(twice)} |`;
  };
  return [
    md`| partition | partition 0 only: received of window | twice | consumer group: received of window | twice |`,
    md`|---|---|---|---|---|`,
    ...numbers.map((partition) => md`| ${partition} | ${cell(before, partition)} ${cell(after, partition)}`),
    md`| all | ${total(before)} ${total(after)}`,
    noMarkdown,
    md`A consumer's window is what each partition received after that consumer started. *Twice* counts messages that were read again.`,
  ];
}
