import { expect, it } from 'vitest';
import { mergeJournals } from '../../../source/grading/class/merge-journals.ts';
import type { JournalSummary } from '../../../source/grading/model/journal-summary.ts';
import { summarizeJournal } from '../../../source/grading/reading/summarize-journal.ts';
import type { JournalEvent } from '../../../source/journal/events.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { fullSession } from '../full-session.ts';
import { writeJournal } from '../write-journal.ts';

async function summaryOf(source: string, events: readonly JournalEvent[]): Promise<JournalSummary> {
  async function* bytes(): AsyncGenerator<Buffer> {
    yield writeJournal(events);
  }
  const summary = await summarizeJournal(bytes(), { source, again: false, labFor: async () => kafkaLab });
  if ('wrong' in summary) expect.fail(summary.wrong);
  return summary;
}

const events = fullSession();
const later = events.map((event) => ({ ...event, at: event.at.replace('2026-11-23', '2026-11-24') }));

it('counts a copy of a journal that another one goes on with once', async () => {
  const early = await summaryOf('early', events.slice(0, 100));
  const late = await summaryOf('late', events);
  const { journals, steps, findings } = mergeJournals([late, early]);
  expect(journals.map(({ source }) => source)).toEqual(['late']);
  expect(steps.get('1.1')!.runs).toBe(1);
  expect(findings).toEqual([expect.objectContaining({ kind: 'earlier-copy', weight: 'note' })]);
});

it('counts one of two that are the same', async () => {
  const { journals } = mergeJournals([await summaryOf('a', events), await summaryOf('b', events)]);
  expect(journals).toHaveLength(1);
});

it('counts all other journals of a person together: the first pass of each check, all runs', async () => {
  const { journals, steps } = mergeJournals([await summaryOf('b', later), await summaryOf('a', events)]);
  expect(journals.map(({ source }) => source)).toEqual(['a', 'b']);
  const step = steps.get('1.1')!;
  expect(step.runs).toBe(2);
  expect(step.passedAt).toContain('2026-11-23');
});
