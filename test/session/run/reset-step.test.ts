import { afterEach, describe, expect, it } from 'vitest';
import type { Lab, Verdict } from '../../../source/lab/model/step.ts';
import { RecordBuilder } from '../../../source/report/record-builder.ts';
import { repairOf } from '../../../source/session/repair.ts';
import { createRecovery } from '../../../source/session/replay/recovery.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { type Started, startSession, until } from '../fakes/start-session.ts';

let started: Started;
afterEach(() => started.session.actions.close());

const index = (id: string): number => kafkaLab.steps.findIndex((step) => step.id === id);
const step = (id: string) => started.session.snapshot().steps[index(id)]!;
/** The lab, with a step whose checks decide so, and at once. */
const withChecks = (id: string, verify: () => Verdict): Lab => ({
  ...kafkaLab,
  steps: kafkaLab.steps.map((one) =>
    one.id === id ? { ...one, checks: one.checks.map((check) => ({ ...check, withinMs: 0, verify })) } : one,
  ),
});
const takeBack = 'kubectl delete -f clients.yml --ignore-not-found';

async function runTo(id: string): Promise<void> {
  started = startSession();
  await started.session.runAll({ until: id, print: () => {} });
}

async function reset(id: string): Promise<void> {
  started.session.actions.reset(index(id));
  const isReset = (): boolean =>
    started.journal.events.some((event) => event.type === 'step-reset' && event.step === id);
  await until(started.session, () => isReset() && step(id).state === 'todo');
}

describe('a step that is reset', () => {
  it('deletes what it created, forgets its answers, and counts as not done', async () => {
    await runTo('2.4');
    started.session.actions.answer(index('2.2'), '2.2.2', 'who talks to whom');
    await reset('2.2');
    expect(started.world.lines).toContain(takeBack);
    expect(
      (await started.world.look('pods', new AbortController().signal)).filter((pod) =>
        pod.name.includes('consumer'),
      ),
    ).toEqual([]);
    expect(step('2.2')).toMatchObject({ state: 'todo', output: [], answers: {} });
    expect(step('2.2').checks.every((check) => check.state === 'todo')).toBe(true);
    await until(started.session, () => /2\.2 is undone/.test(started.session.snapshot().notice?.text ?? ''));
  });

  it('marks the steps that depend on it as regressed, with a hint', async () => {
    await runTo('2.4');
    await reset('2.2');
    expect(step('2.3').state).toBe('regressed');
    expect(step('2.4').checks[0]?.verdict).toEqual({
      ok: false,
      evidence: 'step 2.2 was undone, and this step depends on it',
      hint: 'Run step 2.2 again, then this one.',
    });
    expect(step('2.1').state).toBe('passed');
    expect(step('2.5').state).toBe('todo');
  });

  it('left the clients on brokers that it deleted, and said that something had undone the next step', async () => {
    await runTo('2.4');
    const before = started.world.lines.length;
    await reset('1.3');
    const { undo } = step('1.3');
    expect(started.world.lines.slice(before)).toEqual([takeBack, ...undo]);
    expect(step('1.4')).toMatchObject({ state: 'regressed', undoneWith: '1.3' });
    const repair = repairOf(started.session.snapshot())!;
    expect(repair).toEqual({ from: index('1.3'), to: index('2.4'), why: 'reset' });
    await until(
      started.session,
      () =>
        started.session.snapshot().notice?.text ===
        'step 1.3 is undone and counts as not run; what stood on it was undone first: 2.2',
    );
    started.session.actions.repair(repair.from, repair.to);
    await until(started.session, () => step('2.4').state === 'passed');
    expect(started.world.lines.slice(before).filter((line) => line === undo[0])).toHaveLength(1);
  });

  it('said of a later step that had failed that it was undone, and left its result on the screen', async () => {
    started = startSession({ lab: withChecks('2.2', () => ({ ok: false, evidence: 'no pod runs' })) });
    await started.session.runAll({ until: '2.1', print: () => {} });
    started.session.actions.run(index('2.2'));
    await until(started.session, () => step('2.2').state === 'failed');
    started.session.actions.answer(index('2.2'), '2.2.2', 'who talks to whom');
    await reset('1.3');
    await until(started.session, () => /first: 2\.2$/.test(started.session.snapshot().notice?.text ?? ''));
    expect(step('2.2')).toMatchObject({
      state: 'todo',
      output: [],
      answers: { '2.2.2': 'who talks to whom' },
    });
    expect(step('2.2').checks.every(({ state }) => state === 'todo')).toBe(true);
    expect(step('2.1').state).toBe('regressed');
    const recovery = createRecovery();
    const record = new RecordBuilder();
    for (const event of started.journal.events) {
      recovery.add(event);
      record.add(event);
    }
    const kept = recovery.events().filter((event) => 'step' in event && event.step === '2.2');
    expect(kept.map(({ type }) => type)).toEqual(['answer']);
    expect(record.record().steps.find(({ id }) => id === '2.2')?.outcome).toBe('failed');
  });

  it('left a later step that could not be judged as it was', async () => {
    const unjudged = withChecks('2.2', () => ({ ok: false, evidence: 'nothing tells', unjudged: true }));
    started = startSession({ lab: unjudged });
    await started.session.runAll({ until: '2.2', print: () => {} });
    expect(step('2.2').state).toBe('unjudged');
    await reset('1.3');
    expect(step('2.2')).toMatchObject({ state: 'regressed', undoneWith: '1.3' });
  });

  it('forgets only its result if it created nothing', async () => {
    await runTo('1.4');
    const before = started.world.lines.length;
    await reset('1.2');
    expect(started.world.lines).toHaveLength(before);
    expect(step('1.3').state).toBe('passed');
  });

  it('kept the counts of brokers that are gone on the screen', async () => {
    await runTo('2.5');
    const { session } = started;
    expect(session.snapshot().tally.partitions).toHaveLength(4);
    await reset('1.3');
    await until(session, () => session.snapshot().tally.partitions.length === 0);
    expect(step('1.5').state).toBe('regressed');
  });

  it('counts as not done, and says why, if one of its commands fails', async () => {
    await runTo('2.2');
    started.world.answers.set(takeBack, { stderr: 'error: the server is away\n', exitCode: 1 });
    await reset('2.2');
    await until(started.session, () => started.session.snapshot().notice?.level === 'error');
    expect(started.session.snapshot().notice?.text).toContain('the server is away');
    expect(step('2.2').state).toBe('todo');
  });

  it('accepts that an object is already gone', async () => {
    await runTo('2.2');
    started.world.answers.set(takeBack, { stderr: 'Error from server (NotFound): …\n', exitCode: 1 });
    await reset('2.2');
    await until(started.session, () => /2\.2 is undone/.test(started.session.snapshot().notice?.text ?? ''));
  });

  it('is also undone in a resumed session and in the report', async () => {
    await runTo('2.2');
    started.session.actions.answer(index('2.2'), '2.2.2', 'who talks to whom');
    await reset('2.2');
    const recovery = createRecovery();
    const record = new RecordBuilder();
    for (const event of started.journal.events) {
      recovery.add(event);
      record.add(event);
    }
    const kept = recovery.events().filter((event) => 'step' in event && event.step === '2.2');
    expect(kept.map((event) => event.type)).toEqual([]);
    expect(record.record().answers).toEqual({});
    expect(record.record().steps.map((one) => one.id)).not.toContain('2.2');
    expect(record.record().otherCommands.map((one) => one.line)).toContain(takeBack);
  });
});

describe('a step that runs', () => {
  it('shows since when', async () => {
    await runTo('1.1');
    const since = started.clock.wall();
    started.session.actions.run(index('1.2'));
    await until(started.session, () => step('1.2').state === 'passed');
    expect(step('1.2').startedAt).toBeGreaterThanOrEqual(since);
  });
});
