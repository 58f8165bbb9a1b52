import { afterEach, describe, expect, it } from 'vitest';
import { repairOf } from '../../source/session/repair.ts';
import { createRecovery } from '../../source/session/replay/recovery.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';
import { type Started, startSession, until } from './fakes/start-session.ts';

let started: Started | undefined;
afterEach(async () => {
  await started?.session.actions.close();
  started = undefined;
});

const index = (id: string): number => kafkaLab.steps.findIndex((step) => step.id === id);
const states = ({ session }: Started, ...ids: string[]) =>
  ids.map((id) => session.snapshot().steps[index(id)]!.state);

describe('the steps to repeat', () => {
  it('are none while everything that was done still holds', async () => {
    started = startSession();
    expect(repairOf(started.session.snapshot())).toBeUndefined();
    await started.session.runAll({ until: '1.5', print: () => {} });
    expect(repairOf(started.session.snapshot())).toBeUndefined();
  });

  it('go up to the learner’s last step if a session is resumed without its cluster', async () => {
    started = startSession();
    await started.session.runAll({ until: '1.5', print: () => {} });
    const recovery = createRecovery();
    for (const event of started.journal.events) recovery.add(event);
    await started.session.actions.close();

    started = startSession({ recovered: recovery.events() });
    const { session } = started;
    await until(session, () => session.snapshot().rebuildTo !== undefined);
    expect(states(started, '1.1', '1.5')).toEqual(['todo', 'todo']);
    const repair = repairOf(session.snapshot())!;
    expect(repair).toEqual({ from: 0, to: index('1.5'), why: 'ended' });
    session.actions.repair(repair.from, repair.to);
    await until(
      session,
      () => repairOf(session.snapshot()) === undefined && session.snapshot().running === undefined,
    );
    expect(states(started, '1.1', '1.3', '1.5', '1.6')).toEqual(['passed', 'passed', 'passed', 'todo']);
  });

  it('begin with the first that no longer holds, which is undone and run again with those after it', async () => {
    started = startSession();
    const { session, journal, world } = started;
    await session.runAll({ until: '1.5', print: () => {} });
    const [check] = kafkaLab.steps[index('1.3')]!.checks.filter(({ lasting }) => lasting);
    // As the reverifier reports it when the brokers are gone.
    await world.cluster.down();
    world.cluster.attachable = true;
    await until(session, () => repairOf(session.snapshot()) !== undefined);
    const repair = repairOf(session.snapshot())!;
    expect(repair).toEqual({ from: 0, to: index('1.5'), why: 'undone' });
    expect(check).toBeDefined();
    session.actions.repair(repair.from, repair.to);
    await until(
      session,
      () => repairOf(session.snapshot()) === undefined && session.snapshot().running === undefined,
    );
    expect(states(started, '1.1', '1.3', '1.5')).toEqual(['passed', 'passed', 'passed']);
    expect(journal.of('step-reset')).toEqual([]);
  });

  it('run the commands that undo the step, and keep answers', async () => {
    started = startSession();
    const { session, world } = started;
    await session.runAll({ until: '1.8', print: () => {} });
    session.actions.answer(index('1.8'), '1.2.1', 'by name');
    session.actions.repair(index('1.3'), index('1.8'));
    await until(session, () => session.snapshot().running !== undefined);
    await until(
      session,
      () => session.snapshot().running === undefined && states(started!, '1.8')[0] === 'passed',
    );
    expect(world.lines).toContain('kubectl delete -f kafka.yml --ignore-not-found');
    expect(session.snapshot().steps[index('1.8')]!.answers).toEqual({ '1.2.1': 'by name' });
  });
});
