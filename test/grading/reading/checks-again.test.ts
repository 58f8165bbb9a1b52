import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gradeSteps, type UnrankedStep } from '../../../source/grading/class/grade-steps.ts';
import { mergeJournals } from '../../../source/grading/class/merge-journals.ts';
import { summarizeJournal } from '../../../source/grading/reading/summarize-journal.ts';
import type { EventOf, JournalEvent } from '../../../source/journal/events.ts';
import { judgeExpression } from '../../../source/lab/expressions/judge-expression.ts';
import { loadLab } from '../../../source/lab/loading/load-lab.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import type { CheckData } from '../../../source/lab/model/lab-data.ts';
import { ruleDigest } from '../../../source/lab/model/rule-digest.ts';
import type { Lab } from '../../../source/lab/model/step.ts';
import { assembleLab } from '../../../source/lab/rendering/assemble-lab.ts';
import { renderLab } from '../../../source/lab/rendering/render-lab.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { writeJournal } from '../write-journal.ts';

/** Steps 1.2 and 2.3 of a session as the app recorded them: `kubectl get nodes`, and a log that was read five times. */
const recorded = readFileSync('test/grading/two-runs.jsonl', 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as JournalEvent);

const data = renderLab(loadLab('labs/kafka-on-kubernetes').source, kafkaFacts);
const worth = { isUsual: true, check: () => 1, prediction: () => 1, question: () => 4 };

/** The lab with other checks in one step. */
function labWith(id: string, change: (checks: readonly CheckData[]) => CheckData[]): Lab {
  const steps = data.steps.map((step) => (step.id === id ? { ...step, checks: change(step.checks) } : step));
  return assembleLab({ ...data, digest: 'changed', steps }, kafkaFacts, judgeExpression);
}

const lineLike = (id: string, pattern: string): CheckData => ({
  ...{ id, title: `a line is like ${pattern}`, named: 'output-matches', with: { pattern } },
});

async function gradeAgain(
  id: string,
  lab: Lab,
  events: readonly JournalEvent[] = recorded,
  ranWith: Lab | undefined = kafkaLab,
): Promise<UnrankedStep & { check: (check: string) => UnrankedStep['checks'][number] | undefined }> {
  async function* bytes(): AsyncGenerator<Buffer> {
    yield writeJournal(events);
  }
  const summary = await summarizeJournal(bytes(), {
    ...{ source: 'it', again: true, labFor: async () => lab, versionFor: async () => ranWith },
  });
  if ('wrong' in summary) expect.fail(summary.wrong);
  const step = gradeSteps(lab, mergeJournals([summary]), worth, true).find(({ step }) => step === id)!;
  return { ...step, check: (check) => step.checks.find((each) => each.id === check) };
}

describe('a new check of what a command printed', () => {
  const lab = labWith('1.2', (checks) => [
    ...checks.map((check) => (check.id === 'nodes-listed' ? lineLike(check.id, '*worker9*') : check)),
    lineLike('nodes-worker4', '*worker4*'),
  ]);

  it('had no marks though it is true, and one that cannot pass had those of the old check of its id', async () => {
    const step = await gradeAgain('1.2', lab);
    expect(step.check('nodes-worker4')).toMatchObject({
      passed: true,
      marks: 1,
      evidence: expect.stringMatching(/^kafka-lab-worker4 +Ready/),
    });
    const impossible = step.check('nodes-listed')!;
    expect(impossible).toMatchObject({ passed: false, marks: 0, again: { result: 'failed' } });
    expect(impossible.evidence).toContain('no line is like `*worker9*`');
    expect(impossible).not.toHaveProperty('recorded');
    expect(step.check('nodes-ready')).toMatchObject({ passed: true, recorded: 'passed' });
    expect(step.state).toBe('failed');
  });

  it('is without marks where the output was not recorded as a whole, and that is no failure', async () => {
    const elided = recorded.map((event) =>
      event.type === 'command-output' && event.command === 2 ? { ...event, elided: 3 } : event,
    );
    const cut = elided.map((event) => ('saw' in event ? { ...event, saw: '' } : event));
    const step = await gradeAgain('1.2', lab, cut);
    for (const id of ['nodes-worker4', 'nodes-listed'])
      expect(step.check(id)).toMatchObject({
        ...{ passed: false, marks: 0, again: { result: 'unseen' } },
        evidence: 'the journal does not hold what it looks at: outputs',
      });
    expect(step.check('nodes-ready')).toMatchObject({ passed: true, marks: 1, again: { result: 'unseen' } });
    expect(step.state).toBe('unjudged');
  });

  it.each([
    ['was cancelled', 'cancelled'],
    ['has no end', undefined],
  ] as const)('is without marks where the command %s', async (_what, ending) => {
    const events = recorded.flatMap((event): JournalEvent[] =>
      event.type !== 'command-ended' ? [event] : ending === undefined ? [] : [{ ...event, ending }],
    );
    const other = labWith('2.3', () => [lineLike('says-published', '*published')]);
    const withoutSaw = events.map((event) => ('saw' in event ? { ...event, saw: '' } : event));
    expect((await gradeAgain('2.3', other, withoutSaw)).check('says-published')).toMatchObject({
      ...{ passed: false, again: { result: 'unseen' } },
    });
  });

  it('passes if any run of a repeated command shows it, and sees the last one in the place of the first', async () => {
    const firstRun = recorded.map((event) =>
      event.type === 'command-output' && event.command === 21
        ? { ...event, text: `${event.text}\nonly once` }
        : event,
    );
    const other = labWith('2.3', () => [
      lineLike('shown-once', 'only once'),
      lineLike('says-published', '*1000 messages published'),
      { ...lineLike('second-command', '*'), with: { pattern: '*', command: 1 } },
    ]);
    const step = await gradeAgain('2.3', other, firstRun);
    expect(step.check('shown-once')).toMatchObject({ passed: true, evidence: 'only once' });
    expect(step.check('says-published')).toMatchObject({ passed: true });
    expect(step.check('second-command')).toMatchObject({ passed: false, evidence: 'no command ran' });
  });

  it('does not see the commands by which the app itself starts and stops the producer', async () => {
    const line = `kubectl scale deployment/${kafkaFacts.producerApp} --replicas=0`;
    const events = recorded.flatMap((event): JournalEvent[] => {
      if (event.type !== 'command-ended' || event.command !== 2) return [event];
      const { v, at, ms } = event;
      return [
        event,
        { v, at, ms, type: 'command-started', command: 3, line, step: '1.2', attempt: 1 },
        { v, at, ms, type: 'command-output', command: 3, stream: 'stdout', text: 'scaled' },
        { v, at, ms, type: 'command-ended', command: 3, ending: 'exited', exitCode: 0, durationMs: 1 },
      ];
    });
    expect((await gradeAgain('1.2', lab, events)).check('nodes-worker4')).toMatchObject({ passed: true });
  });
});

describe('the verdict of the session', () => {
  const withoutSaw = recorded.map((event) => ('saw' in event ? { ...event, saw: '' } : event));
  const renamed = labWith('1.2', (checks) => checks.map((check) => ({ ...check, title: 'another title' })));

  it('stands in for a check of the same content, whatever its title', async () => {
    const { checks, state } = await gradeAgain('1.2', renamed, withoutSaw);
    expect(checks.map(({ marks }) => marks)).toEqual([1, 1, 1]);
    expect(state).toBe('passed');
  });

  it('does not count where the lab that the session ran with is not known', async () => {
    const { checks, state } = await gradeAgain(
      '1.2',
      labWith('1.2', (checks) => checks.filter(({ id }) => id === 'nodes-ready')),
      withoutSaw,
      { ...kafkaLab, steps: [] },
    );
    expect(checks).toMatchObject([{ id: 'nodes-ready', marks: 0, again: { result: 'unseen' } }]);
    expect(state).toBe('unjudged');
  });

  describe('whose content is recorded', () => {
    const ids = ['nodes-ready', 'nodes-control-plane', 'nodes-listed'];
    const checks = kafkaLab.steps.find(({ id }) => id === '1.2')!.checks;
    const unknown: Lab = { ...kafkaLab, steps: [] };
    const withRules = withoutSaw.map((event) => {
      const rule = 'check' in event && ruleDigest(checks.find(({ id }) => id === event.check) ?? {});
      return rule ? { ...event, rule } : event;
    });

    it('was not trusted for the same check where the version of the lab was not known', async () => {
      const { checks, state } = await gradeAgain('1.2', renamed, withRules, unknown);
      expect(checks.map(({ id, marks }) => [id, marks])).toEqual(ids.map((id) => [id, 1]));
      expect(state).toBe('passed');
    });

    it('does not count where the content is another, even in a journal that names the same version', async () => {
      const others = withRules.map((event) =>
        'rule' in event && event.check === 'nodes-ready' ? { ...event, rule: 'another' } : event,
      );
      const { check } = await gradeAgain('1.2', renamed, others, kafkaLab);
      expect(check('nodes-ready')).toMatchObject({ marks: 0, again: { result: 'unseen' } });
      expect(check('nodes-control-plane')).toMatchObject({ marks: 1 });
    });
  });
});

describe('a new check of a count that no check of the session looked at', () => {
  const stamp = { v: 1, at: '2026-12-01T01:43:00.000Z', ms: 250_000 } as const;
  const partitions = [0, 1, 2, 3].map((partition) => ({
    ...{ partition, startOffset: 0, endOffset: 250, duplicates: 0 },
    ...(partition === 0 ? { received: 250, distinct: 250 } : { received: 0, distinct: 0 }),
  }));
  const counted: EventOf<'counted'> = {
    ...{ ...stamp, type: 'counted', step: '2.5', consumer: 'partition', window: 1000, received: 250 },
    ...{ settled: true, partitions },
  };
  const runOf = (count: EventOf<'counted'>): JournalEvent[] => [
    ...recorded,
    { ...stamp, type: 'step-started', step: '2.5', title: 'Count' },
    count,
    {
      ...{ ...stamp, type: 'check-passed', step: '2.5', check: 'of-old', title: 'of old' },
      ...{ evidence: 'it held', durationMs: 1 },
    },
    { ...stamp, type: 'step-ended', step: '2.5', outcome: 'passed', durationMs: 1 },
  ];
  const says = (id: string, that: string): CheckData => ({
    ...{ id, title: id, look: ['tally'], that, evidence: '{{ tally.received }} received' },
  });
  const lab = labWith('2.5', () => [
    { id: 'quarter', title: 'a quarter', named: 'share-of-one-partition', with: {} },
    says('exact', 'tally.received == 250 && tally.partitions[0].distinct == 250'),
    says('wrong', 'tally.received == 1000'),
    says('member', '!has(tally.members)'),
    says('owner', 'tally.partitions.all(p, !has(p.owner))'),
  ]);

  it('was unseen though the journal holds the count', async () => {
    const { check } = await gradeAgain('2.5', lab, runOf(counted));
    expect(check('quarter')).toMatchObject({ passed: true, marks: 1, again: { result: 'passed' } });
    expect(check('exact')).toMatchObject({ passed: true, evidence: '250 received' });
    expect(check('wrong')).toMatchObject({ passed: false, again: { result: 'failed' } });
  });

  it('is without marks where it asks for what was not recorded with the count', async () => {
    const { check } = await gradeAgain('2.5', lab, runOf(counted));
    for (const id of ['member', 'owner'])
      expect(check(id)).toMatchObject({
        ...{ passed: false, marks: 0, again: { result: 'unseen' } },
        evidence: 'the journal holds the count, but not all that it looks at',
      });
  });

  it('is without marks where the count was estimated', async () => {
    const { check } = await gradeAgain('2.5', lab, runOf({ ...counted, estimated: true }));
    expect(check('quarter')).toMatchObject({ marks: 0, again: { result: 'unseen' } });
  });
});
