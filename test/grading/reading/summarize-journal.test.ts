import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../source/grading/model/finding.ts';
import type { JournalSummary } from '../../../source/grading/model/journal-summary.ts';
import { summarizeJournal } from '../../../source/grading/reading/summarize-journal.ts';
import type { JournalEntry, JournalEvent } from '../../../source/journal/events.ts';
import { cutNotice, lostNotice } from '../../../source/journal/notices.ts';
import { encodeRecord } from '../../../source/journal/record.ts';
import { ruleDigest } from '../../../source/lab/model/rule-digest.ts';
import type { Lab } from '../../../source/lab/model/step.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { fullSession, opening } from '../full-session.ts';
import { Timeline, writeJournal } from '../write-journal.ts';

/** In small pieces, as a file may come. */
async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}

async function summarize(bytes: Buffer, lab: Lab = kafkaLab, again = false): Promise<JournalSummary> {
  const summary = await summarizeJournal(piecesOf(bytes), { source: 'it', again, labFor: async () => lab });
  if ('wrong' in summary) expect.fail(summary.wrong);
  return summary;
}

const kindsOf = ({ findings }: JournalSummary): Finding['kind'][] => findings.map(({ kind }) => kind);
const events = fullSession();
const whole = writeJournal(events);
const lines = whole.toString().split('\n').slice(0, -1);
const joined = (some: readonly string[]): Buffer => Buffer.from(`${some.join('\n')}\n`);

describe('what a journal tells about itself', () => {
  it('is nothing, if it is as it was written', async () => {
    expect((await summarize(whole)).findings).toEqual([]);
  });

  it.each<[string, Buffer, Finding['kind'][]]>([
    ['a line was changed', Buffer.from(whole.toString().replace('as seen', 'as I say')), ['edited']],
    ['a line was taken out', joined([...lines.slice(0, 30), ...lines.slice(31)]), ['edited']],
    [
      'a line was added',
      joined([...lines.slice(0, 30), lines[9]!, ...lines.slice(30)]),
      ['edited', 'outside-a-run'],
    ],
    [
      'the first line but one was taken out',
      joined([lines[0]!, ...lines.slice(2)]),
      ['edited', 'outside-a-run'],
    ],
    ['another journal follows', Buffer.concat([whole, writeJournal(resumed('b'))]), ['joined']],
    ['the end was cut off within a record', whole.subarray(0, -20), ['torn', 'not-ended']],
    ['the end was cut off after a record', joined(lines.slice(0, -1)), ['not-ended']],
    [
      'it is of an earlier version',
      Buffer.concat(events.map((event) => encodeRecord(event))),
      ['without-links'],
    ],
    [
      'records without links follow',
      Buffer.concat([whole, ...resumed().map((event) => encodeRecord(event))]),
      ['without-links'],
    ],
  ])('says that %s', async (_what, bytes, kinds) => {
    expect(kindsOf(await summarize(bytes))).toEqual(kinds);
  });

  it('says that its beginning is gone', async () => {
    const two = writeJournal([...events, ...resumed()])
      .toString()
      .split('\n')
      .slice(0, -1);
    expect(kindsOf(await summarize(joined(two.slice(events.length))))).toEqual(['beginning-gone']);
  });

  it('says what the app itself recorded: a cut, and records that were lost', async () => {
    const [start, ...rest] = resumed();
    const noticed = [...events.slice(0, -1), start!, cutNotice(17, start!), ...rest];
    const summary = await summarize(writeJournal(noticed));
    expect(summary.findings).toEqual([
      { kind: 'cut', weight: 'note', text: expect.stringContaining('an incomplete record (17 bytes)') },
    ]);
    const { at, ms } = events.at(-1)!;
    const lost = { ...lostNotice(3), at, ms };
    expect(kindsOf(await summarize(writeJournal([...events.slice(0, -1), lost, events.at(-1)!])))).toEqual([
      'lost',
    ]);
  });

  it('says that a part was played into it again', async () => {
    const again = writeJournal([...events.slice(0, -1), ...events.slice(1)]);
    expect(kindsOf(await summarize(again))).toContain('repeated-records');
  });

  it.each([
    ['set back', -3_600_000, 'doubt'],
    ['set forward, or the machine slept', 7_200_000, 'note'],
  ] as const)('says that the clock was %s', async (_what, byMs, weight) => {
    const moved = events.map((event, at) =>
      at < 40 ? event : { ...event, at: new Date(Date.parse(event.at) + byMs).toISOString() },
    );
    expect((await summarize(writeJournal(moved))).findings).toEqual([
      { kind: 'clock', weight, text: expect.stringContaining('at line 41') },
    ]);
  });

  it('says who else wrote it, and that nobody watched', async () => {
    const one = { installation: 'a', name: 'Ada' };
    const other = { installation: 'b', name: 'Bob', unattended: true };
    const [start, ...rest] = events as [JournalEvent, ...JournalEvent[]];
    const journal = writeJournal([{ ...start, ...one }, ...rest, ...resumed(undefined, other)]);
    expect(kindsOf(await summarize(journal))).toEqual([
      'unattended',
      'several-installations',
      'several-names',
    ]);
  });

  it('says that a check was recorded while its step did not run', async () => {
    const { v, at, ms } = events.at(-1)!;
    const forged: JournalEvent = {
      ...{ v, at, ms, type: 'check-passed', step: '1.1', check: 'reset-succeeded' },
      ...{ title: 't', evidence: 'e', durationMs: 1 },
    };
    expect(kindsOf(await summarize(writeJournal([...events.slice(0, -1), forged, events.at(-1)!])))).toEqual([
      'outside-a-run',
    ]);
  });
});

/** A later opening of the same session, in which nothing is done. */
function resumed(lab = kafkaLab.id, more: Partial<typeof opening> = {}): JournalEvent[] {
  return new Timeline('2026-11-23T12:00:00.000Z')
    .add({ ...opening, lab, ...more })
    .add({ type: 'session-ended' }).events;
}

describe('checks that are judged again', () => {
  const step = kafkaLab.steps.find(({ checks }) => checks.some(({ id }) => id === 'cluster-empty'))!;
  const check = step.checks.find(({ id }) => id === 'cluster-empty')!;
  const saw = (workloads: unknown): string => JSON.stringify({ workloads });

  function ran(
    type: 'check-passed' | 'check-failed',
    seen: string,
    digest = kafkaLab.digest!,
    rule?: string,
  ): Buffer {
    const verdict: JournalEntry = {
      ...{ type, step: step.id, check: check.id, title: check.title },
      ...{ evidence: 'as recorded', durationMs: 1, saw: seen },
      ...(rule === undefined ? {} : { rule }),
    };
    const timeline = new Timeline('2026-11-23T09:00:00.000Z')
      .add({ ...opening, labDigest: digest })
      .add({ type: 'step-started', step: step.id, title: step.title })
      .add(verdict)
      .add({ type: 'step-ended', step: step.id, outcome: 'passed', durationMs: 1 })
      .add({ type: 'session-ended' });
    return writeJournal(timeline.events);
  }

  const checkOf = ({ steps }: JournalSummary, id = check.id) => steps.get(step.id)!.checks.get(id)!;
  const left = [{ kind: 'StatefulSet', name: 'kafka', replicas: 3, ready: 3 }];

  it('have the verdict of the lab that they are graded with', async () => {
    const summary = await summarize(ran('check-passed', saw(left), 'another'), kafkaLab, true);
    expect(checkOf(summary)).toMatchObject({ last: 'passed', again: { result: 'failed' } });
    expect(checkOf(await summarize(ran('check-failed', saw([])), kafkaLab, true))).toMatchObject({
      again: { result: 'passed' },
    });
  });

  it('give an edited verdict away, even where all links were computed again', async () => {
    const summary = await summarize(ran('check-passed', saw(left)));
    expect(kindsOf(summary)).toEqual(['verdict-differs']);
    expect(kindsOf(await summarize(ran('check-passed', saw([]))))).toEqual([]);
  });

  it('hid an edited verdict where the session ran with another version of the lab, though the check is the same', async () => {
    const rule = ruleDigest(check)!;
    const kinds = async (seen: string, own?: string): Promise<string[]> =>
      kindsOf(await summarize(ran('check-passed', seen, 'another', own)));
    expect(await kinds(saw(left), rule)).toContain('verdict-differs');
    expect(await kinds(saw([]), rule)).not.toContain('verdict-differs');
    expect(await kinds(saw(left), 'another')).not.toContain('verdict-differs');
    expect(await kinds(saw(left))).not.toContain('verdict-differs');
  });

  it.each([
    ['is no JSON', '{'],
    ['has another form', '{"workloads":7}'],
    ['is a null', '{"workloads":null}'],
    ['was shortened', saw(['(7 items left out)'])],
    ['is of something else', '{"__proto__":{"workloads":[]}}'],
  ])('are not judged where what was seen %s', async (_what, seen) => {
    const { again } = checkOf(await summarize(ran('check-passed', seen), kafkaLab, true));
    expect(again?.result).toBe('unseen');
  });

  it('include one that the session did not have, over what the others saw', async () => {
    const added = { ...check, id: 'new-check', title: 'new' };
    const steps = kafkaLab.steps.map((each) =>
      each.id === step.id ? { ...each, checks: [...each.checks, added] } : each,
    );
    const summary = await summarize(
      ran('check-passed', saw([])),
      { ...kafkaLab, steps, digest: 'new' },
      true,
    );
    expect(checkOf(summary, 'new-check')).toMatchObject({ again: { result: 'passed' } });
    expect(kindsOf(summary)).toEqual(['other-lab-version']);
  });
});

describe('what the learner did', () => {
  it('is counted by step: runs, time without long pauses, hints, the solution', async () => {
    const { id, title } = kafkaLab.steps[0]!;
    const start: JournalEntry = { type: 'step-started', step: id, title };
    const timeline = new Timeline('2026-11-23T09:00:00.000Z')
      .add(opening)
      .add(start, 60_000)
      .add({ type: 'step-ended', step: id, outcome: 'failed', durationMs: 1_000 }, 1_000)
      .add({ type: 'hint', step: id, taken: 1 }, 9_000)
      .add({ type: 'solution-shown', step: id }, 10_000)
      // Lunch.
      .add(start, 3_600_000)
      .add({ type: 'step-ended', step: id, outcome: 'passed', durationMs: 2_000 }, 2_000);
    const step = (await summarize(writeJournal(timeline.events))).steps.get(id)!;
    expect(step).toMatchObject({ runs: 2, runMs: 3_000, hints: 1, outcome: 'passed' });
    expect(step.spentMs).toBe(60_000 + 1_000 + 9_000 + 10_000 + 15 * 60_000 + 2_000);
    expect(step.solutionAt).toBeDefined();
  });

  it('is what was said first: before the outcome of a prediction, before the model answer', async () => {
    const timeline = new Timeline('2026-11-23T09:00:00.000Z')
      .add(opening)
      .add({ type: 'prediction', step: '2.2', choice: 'a', text: 'all' })
      .add({ type: 'prediction', step: '2.2', choice: 'b', text: 'a quarter' })
      .add({ type: 'graded', step: '2.2', choice: 'b', actual: 'b', right: true, evidence: '25 %' })
      .add({ type: 'prediction', step: '2.2', choice: 'a', text: 'all' })
      .add({ type: 'graded', step: '2.2', choice: 'a', actual: 'b', right: false, evidence: '25 %' })
      .add({ type: 'answer', step: '2.5', question: '2.2', text: 'one' })
      .add({ type: 'answer-compared', step: '2.5', question: '2.2', agrees: false })
      .add({ type: 'answer', step: '2.5', question: '2.2', text: 'two' });
    const { predictions, answers } = await summarize(writeJournal(timeline.events));
    expect(predictions.get('2.2')).toEqual({
      ...{ text: 'a quarter', choice: 'b', right: true, evidence: '25 %', later: 1 },
    });
    expect(answers.get('2.2')).toMatchObject({ text: 'two', first: 'one' });
    expect(answers.get('2.2')).not.toHaveProperty('agrees');
  });
});
