import { afterEach, describe, expect, it } from 'vitest';
import { createRecovery } from '../../../source/session/replay/recovery.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { type Started, startSession, until } from '../fakes/start-session.ts';

let started: Started | undefined;
afterEach(async () => {
  await started?.session.actions.close();
  started = undefined;
});

const index = (id: string): number => kafkaLab.steps.findIndex((step) => step.id === id);
const stepOf = ({ session }: Started, id: string) => session.snapshot().steps[index(id)]!;

/** Runs up to a step, and waits for it. */
async function runTo(at: Started, id: string): Promise<void> {
  await at.session.runAll({ until: id, print: () => {} });
}

async function runStep(at: Started, id: string): Promise<void> {
  at.session.actions.run(index(id));
  await until(at.session, () => !['todo', 'running'].includes(stepOf(at, id).state));
}

describe('a prediction', () => {
  it('is graded by the count, and can be changed until the step runs', async () => {
    started = startSession();
    const { session, journal } = started;
    session.actions.predict(index('2.2'), 'all');
    session.actions.predict(index('2.2'), 'quarter');
    session.actions.predict(index('2.2'), 'no such choice');
    expect(stepOf(started, '2.2').prediction).toMatchObject({ chosen: 'quarter' });
    await runTo(started, '2.5');
    expect(stepOf(started, '2.2').prediction).toMatchObject({
      chosen: 'quarter',
      graded: { right: true, actual: 'quarter', evidence: expect.stringMatching(/\d/) },
    });
    session.actions.predict(index('2.2'), 'half');
    expect(stepOf(started, '2.2').prediction!.chosen).toBe('quarter');
    expect(journal.of('prediction').map((event) => event.choice)).toEqual(['all', 'quarter']);
  });

  it('of the swap is graded after the count, and a wrong one is reported as wrong', async () => {
    started = startSession();
    started.session.actions.predict(index('3.1'), 'half');
    await runTo(started, '3.1');
    expect(stepOf(started, '3.1').prediction!.graded).toBeUndefined();
    await runStep(started, '3.3');
    expect(stepOf(started, '3.1').prediction!.graded).toMatchObject({ right: false, actual: 'all' });
  });

  it('is not requested in a run without a screen', async () => {
    started = startSession();
    await runTo(started, '2.5');
    expect(started.journal.of('graded')).toEqual([]);
  });

  it('is restored when the session is resumed', async () => {
    started = startSession();
    started.session.actions.predict(index('2.2'), 'all');
    await runTo(started, '2.5');
    const recovery = createRecovery();
    for (const event of started.journal.events) recovery.add(event);
    await started.session.actions.close();
    started = startSession({ recovered: recovery.events() });
    expect(stepOf(started, '2.2').prediction).toMatchObject({
      chosen: 'all',
      graded: { right: false, actual: 'quarter' },
    });
  });
});
