import { afterEach, describe, expect, it } from 'vitest';
import { kafkaLab } from '../../../source/lab/kafka-lab.ts';
import { createRecovery } from '../../../source/session/replay/recovery.ts';
import { type Started, startSession, until } from '../fakes/start-session.ts';

let started: Started | undefined;
afterEach(async () => {
  await started?.session.actions.close();
  started = undefined;
});

const index = (id: string): number => kafkaLab.steps.findIndex((step) => step.id === id);
const stepOf = ({ session }: Started, id: string) => session.snapshot().steps[index(id)]!;
const experiments = kafkaLab.steps.filter((step) => step.id.startsWith('4.')).map((step) => step.id);

/** Runs up to a step and waits for it. */
async function runTo(at: Started, id: string): Promise<void> {
  await at.session.runAll({ until: id, print: () => {} });
}

async function runStep(at: Started, id: string): Promise<void> {
  at.session.actions.run(index(id));
  await until(at.session, () => !['todo', 'running'].includes(stepOf(at, id).state));
}

describe('an experiment', () => {
  it.each(experiments)('%s runs alone after 3.1', async (id) => {
    started = startSession();
    await runTo(started, '3.1');
    await runStep(started, id);
    expect(started.journal.of('check-failed')).toEqual([]);
    expect(stepOf(started, id).state).toBe('passed');
  });

  it('runs in any order, and the count of 3.3 still holds afterwards', async () => {
    started = startSession();
    await runTo(started, '3.1');
    for (const id of [...experiments].reverse()) await runStep(started, id);
    await runStep(started, '3.3');
    expect(started.journal.of('check-failed')).toEqual([]);
  });

  it('deletes a consumer that has work, by its name', async () => {
    started = startSession();
    await runTo(started, '3.1');
    await runStep(started, '4.3');
    const owners = started.session.snapshot().members!;
    await runStep(started, '4.4');
    const line = started.world.lines.find((each) => each.startsWith('kubectl delete pod '))!;
    const deleted = owners.find((member) => line.endsWith(` ${member.pod}`));
    expect(deleted!.partitions.length).toBeGreaterThan(0);
  });

  it('reports each rebalance in the journal, the view and the log of the consumers', async () => {
    started = startSession();
    await runTo(started, '3.1');
    await runStep(started, '4.1');
    const rebalance = started.journal.of('rebalance').at(-1)!;
    expect(rebalance.members.map((member) => member.partitions)).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(started.session.snapshot().members).toEqual(rebalance.members);
    const marks = started.session.logs.consumer.slice(0, 99).map((line) => line.text);
    expect(marks).toContain('4.1 Two consumers share the work');
    expect(marks.at(-1)).toMatch(/^group of 2: …\d+ p0 p2 · …\d+ p1 p3$/);
  });

  it('fails without a consumer group, and says what to do first', async () => {
    started = startSession();
    await runTo(started, '2.4');
    await runStep(started, '4.1');
    expect(stepOf(started, '4.1').state).toBe('failed');
    expect(started.journal.of('check-failed').map((event) => event.hint)).toContain(
      'Is the consumer group running? Step 3.1 starts it.',
    );
  });
});

describe('a prediction', () => {
  it('is graded by the count, and can be changed until the step runs', async () => {
    started = startSession();
    const { session, journal } = started;
    await runTo(started, '3.1');
    session.actions.predict(index('4.3'), '0');
    session.actions.predict(index('4.3'), '1');
    session.actions.predict(index('4.3'), 'no such choice');
    expect(stepOf(started, '4.3').prediction).toMatchObject({ chosen: '1' });
    await runStep(started, '4.3');
    expect(stepOf(started, '4.3').prediction).toMatchObject({
      chosen: '1',
      graded: { right: true, actual: '1', evidence: '5 members, 1 without a partition' },
    });
    session.actions.predict(index('4.3'), '4');
    expect(stepOf(started, '4.3').prediction!.chosen).toBe('1');
    expect(journal.of('prediction').map((event) => event.choice)).toEqual(['0', '1']);
  });

  it('of the swap is graded after the count, even a wrong one', async () => {
    started = startSession();
    started.session.actions.predict(index('3.1'), 'half');
    await runTo(started, '3.1');
    expect(stepOf(started, '3.1').prediction!.graded).toBeUndefined();
    await runStep(started, '3.3');
    expect(stepOf(started, '3.1').prediction!.graded).toMatchObject({ right: false, actual: 'all' });
  });

  it('is not asked for in a run without a screen', async () => {
    started = startSession();
    await runTo(started, '2.5');
    expect(started.journal.of('graded')).toEqual([]);
  });

  it('is there again when the session is resumed', async () => {
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

describe('before and after the swap', () => {
  it('compares the very same messages', async () => {
    started = startSession();
    await runTo(started, '3.3');
    const [compared] = started.journal.of('before-after');
    expect(compared!.after).toBe(compared!.window);
    expect(compared!.before / compared!.window).toBeCloseTo(0.25, 1);
    expect(compared!.partitions[0]).toMatchObject({ before: compared!.partitions[0]!.after });
    expect(compared!.partitions[3]!.before).toBe(0);
    expect(started.session.snapshot().beforeAfter).toMatchObject({ after: compared!.after });
  });
});
