import { afterEach, describe, expect, it } from 'vitest';
import type { RunOptions } from '../../../source/cluster/model/cluster.ts';
import type { Observations } from '../../../source/lab/model/observations.ts';
import { createRecovery } from '../../../source/session/replay/recovery.ts';
import { type Started, startSession, until } from '../fakes/start-session.ts';

let started: Started | undefined;
afterEach(async () => {
  await started?.session.actions.close();
  started = undefined;
});

const stepOf = ({ session }: Started, id: string) =>
  session.snapshot().steps.find((each) => each.step.id === id)!;

/** A change to the cluster from another terminal. */
function elsewhere({ world }: Started, line: string): Promise<unknown> {
  const options: RunOptions = {
    output: () => {},
    signal: new AbortController().signal,
    directory: '/lab',
  };
  return world.run(line, options);
}

/** The topics after a broker has gone: others lead its partitions, and it is in sync again once it is back. */
function afterLossOf(lost: number, isBack: boolean, topics: Observations['topics']): Observations['topics'] {
  return topics.map((topic) => ({
    ...topic,
    partitions: topic.partitions.map((each) => ({
      ...each,
      leader: each.leader === lost ? lost + 1 : each.leader,
      isr: each.isr.filter((broker) => isBack || broker !== lost),
    })),
  }));
}

async function runTo(at: Started, id: string): Promise<void> {
  await at.session.runAll({ until: id, print: () => {} });
}

describe('a step that has passed', () => {
  it('regresses when its check no longer holds, and recovers when it holds again', async () => {
    started = startSession();
    await runTo(started, '3.1');
    const { session, journal } = started;
    await until(session, () => session.snapshot().cluster.workloads.length === 4);
    await elsewhere(started, 'kubectl delete -f clients.yml');
    await until(session, () => stepOf(started!, '3.1').state === 'regressed');
    expect(journal.of('regressed')).toMatchObject([
      { step: '3.1', check: 'group-owns-partitions', evidence: 'consumer: none; owned: none' },
    ]);
    const failed = stepOf(started, '3.1').checks.find((check) => check.state === 'failed');
    expect(failed).toMatchObject({ id: 'group-owns-partitions', verdict: { ok: false } });
    expect(stepOf(started, '1.3').state).toBe('passed');

    await elsewhere(started, 'kubectl apply -f clients.yml');
    await elsewhere(started, 'kubectl set env deployment/ece573-prj05-consumer ROLE=group-consumer');
    await until(session, () => stepOf(started!, '3.1').state === 'passed');
    expect(stepOf(started, '3.1').checks.every((check) => check.state === 'passed')).toBe(true);
    expect(journal.of('restored')).toMatchObject([{ step: '3.1', check: 'group-owns-partitions' }]);
  });

  it('regresses when a swap removes the group, and recovers after the swap back', async () => {
    started = startSession();
    await runTo(started, '3.1');
    const { session } = started;
    session.actions.swap();
    await until(session, () => stepOf(started!, '3.1').state === 'regressed');
    expect(stepOf(started, '3.1').swappedTo).toBe('partition');
    session.actions.swap();
    await until(session, () => stepOf(started!, '3.1').state === 'passed');
    expect(stepOf(started, '3.1').swappedTo).toBeUndefined();

    await elsewhere(started, 'kubectl delete -f clients.yml');
    await until(session, () => stepOf(started!, '3.1').state === 'regressed');
    expect(stepOf(started, '3.1').swappedTo, 'no swap has undone it').toBeUndefined();
  });

  it('does not regress while a broker restarts', async () => {
    started = startSession();
    await runTo(started, '3.1');
    const { session, clock, journal, world } = started;
    const look = world.look.bind(world);
    const from = clock.monotonic();
    let seen = 0;
    world.look = async (name, signal) => {
      const whole = await look(name, signal);
      if (name !== 'topics') return whole;
      seen += 1;
      const isBack = clock.monotonic() > from + 1_500;
      return afterLossOf(1, isBack, whole as Observations['topics']) as typeof whole;
    };
    await until(session, () => clock.monotonic() > from + 15_000);
    expect(seen).toBeGreaterThan(3);
    expect(journal.of('regressed')).toEqual([]);
  });

  it('regresses as soon as its cluster is gone', async () => {
    started = startSession();
    await runTo(started, '1.5');
    await started.world.cluster.down();
    expect(new Set(['1.1', '1.2', '1.3', '1.5'].map((id) => stepOf(started!, id).state))).toEqual(
      new Set(['regressed']),
    );
    expect(started.journal.of('regressed')[0]).toMatchObject({ evidence: 'the cluster is gone' });
  });

  it('is verified again when the session resumes on a running cluster', async () => {
    started = startSession();
    await runTo(started, '1.5');
    const recovery = createRecovery();
    for (const event of started.journal.events) recovery.add(event);
    await started.session.actions.close();
    // A cluster of the same name on which nothing was started.
    started = startSession({ recovered: recovery.events() }, (world) => {
      world.cluster.attachable = true;
    });
    await until(started.session, () => stepOf(started!, '1.5').state === 'regressed');
    expect(stepOf(started, '1.2').state).toBe('passed');
    expect(started.journal.of('regressed').map((event) => event.step)).toContain('1.5');
  });
});
