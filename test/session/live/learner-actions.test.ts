import { afterEach, describe, expect, it } from 'vitest';
import { hintsOf } from '../../../source/session/hints-of.ts';
import { createRecovery } from '../../../source/session/replay/recovery.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { type Started, startSession } from '../fakes/start-session.ts';

let started: Started | undefined;
afterEach(async () => {
  await started?.session.actions.close();
  started = undefined;
});

const index = (id: string): number => kafkaLab.steps.findIndex((step) => step.id === id);
const stepOf = ({ session }: Started, id: string) => session.snapshot().steps[index(id)]!;

/** The same session, opened again. */
async function reopened(before: Started): Promise<Started> {
  const recovery = createRecovery();
  for (const event of before.journal.events) recovery.add(event);
  await before.session.actions.close();
  return startSession({ recovered: recovery.events() });
}

describe('input from a learner', () => {
  it('counts the hints that were taken, up to the last, and keeps the number in a resumed session', async () => {
    started = startSession();
    const all = hintsOf(stepOf(started, '1.8').step).length;
    for (let press = 0; press < all + 2; press += 1) started.session.actions.hint(index('1.8'));
    expect(stepOf(started, '1.8').hintsTaken).toBe(all);
    expect(started.journal.of('hint').map(({ step, taken }) => [step, taken])).toEqual(
      Array.from({ length: all }, (_, taken) => ['1.8', taken + 1]),
    );
    started = await reopened(started);
    expect(stepOf(started, '1.8').hintsTaken).toBe(all);
  });

  it('records a skipped prediction once, and not a prediction that was made', async () => {
    started = startSession();
    const { session, journal } = started;
    session.actions.skipPrediction(index('2.2'));
    session.actions.skipPrediction(index('2.2'));
    session.actions.predict(index('3.1'), 'all');
    session.actions.skipPrediction(index('3.1'));
    session.actions.skipPrediction(index('1.1'));
    expect(journal.of('prediction-skipped').map(({ step }) => step)).toEqual(['2.2']);
    started = await reopened(started);
    expect(stepOf(started, '2.2').prediction?.skipped).toBe(true);
    expect(stepOf(started, '3.1').prediction).toMatchObject({ chosen: 'all' });
  });

  it('may still be a prediction after that was skipped', () => {
    started = startSession();
    started.session.actions.skipPrediction(index('2.2'));
    started.session.actions.predict(index('2.2'), 'half');
    expect(stepOf(started, '2.2').prediction).toMatchObject({ chosen: 'half' });
    expect(stepOf(started, '2.2').prediction?.skipped).toBeUndefined();
  });

  it('does not store a blank answer', () => {
    started = startSession();
    started.session.actions.answer(index('2.5'), '2.2', ' \n ');
    expect(started.journal.of('answer')).toEqual([]);
  });

  it('is compared with the model answer, and again after it changes', async () => {
    started = startSession();
    const { actions } = started.session;
    actions.compare(index('2.5'), '2.2', true);
    expect(started.journal.of('answer-compared')).toEqual([]);
    actions.answer(index('2.5'), '2.2', 'one partition of four');
    actions.compare(index('2.5'), '2.2', false);
    expect(stepOf(started, '2.5').agreements).toEqual({ '2.2': false });
    actions.answer(index('2.5'), '2.2', 'it reads partition 0');
    expect(stepOf(started, '2.5').agreements).toEqual({});
    actions.compare(index('2.5'), '2.2', true);
    started = await reopened(started);
    expect(stepOf(started, '2.5')).toMatchObject({
      answers: { '2.2': 'it reads partition 0' },
      agreements: { '2.2': true },
    });
  });

  it('is kept even if its question has moved to another step', () => {
    const at = { v: 1, at: '2026-11-23T10:00:00.000Z', ms: 0 } as const;
    started = startSession({
      recovered: [{ ...at, type: 'answer', step: '1.3', question: '1.2.1', text: 'by its name in DNS' }],
    });
    expect(stepOf(started, '1.8').answers).toEqual({ '1.2.1': 'by its name in DNS' });
  });
});

describe('an unattended session', () => {
  it('is recorded as such in its journal, and no other session is', () => {
    started = startSession({ unattended: true });
    expect(started.journal.of('session-started')[0]!.unattended).toBe(true);
    const attended = startSession();
    expect(attended.journal.of('session-started')[0]).not.toHaveProperty('unattended');
  });

  it('names its installation and its learner in its journal', () => {
    const origin = { session: 's', installation: '0123456789abcdef', name: 'Ada' };
    started = startSession({ origin });
    expect(started.journal.of('session-started')[0]).toMatchObject(origin);
  });
});
