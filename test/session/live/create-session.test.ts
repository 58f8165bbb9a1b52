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
const state = ({ session }: Started, id: string) => session.snapshot().steps[index(id)]!.state;

/** Runs up to a step, and waits for it. */
async function runTo(at: Started, id: string): Promise<void> {
  await at.session.runAll({ until: id, print: () => {} });
}

const failed = { ok: false, evidence: 'not as expected' } as const;

describe('a session', () => {
  it('opens on the first step, not yet run, without any request to the cluster', () => {
    started = startSession();
    const view = started.session.snapshot();
    expect(view).toMatchObject({
      current: 0,
      labTitle: kafkaLab.title,
      cluster: { kind: 'embedded', state: 'down' },
    });
    expect(view.running).toBeUndefined();
    expect(view.steps.every((step) => step.state === 'todo')).toBe(true);
    expect(view.steps[0]).toMatchObject({ commands: ['kafka-lab reset'], standsFor: ['./reset_cluster.sh'] });
    expect(started.journal.events).toMatchObject([
      { type: 'session-started', cluster: 'embedded', lab: kafkaLab.id },
    ]);
  });

  it('returns the same view until something changes, and the same step until that step changes', async () => {
    started = startSession();
    const { session } = started;
    const before = session.snapshot();
    expect(session.snapshot()).toBe(before);
    session.actions.select(3);
    const after = session.snapshot();
    expect(after.current).toBe(3);
    expect(after).not.toBe(before);
    expect(after.steps[0]).toBe(before.steps[0]);
  });

  it('runs a step, shows its output and checks, and moves on to the next', async () => {
    started = startSession();
    const { session } = started;
    session.actions.run(0);
    await until(session, () => state(started!, '1.1') === 'passed');
    const view = session.snapshot();
    expect(view.current).toBe(1);
    expect(view.steps[0]!.output).toEqual([
      { stream: 'command', text: 'kafka-lab reset' },
      { stream: 'stdout', text: 'a cluster of five nodes is up' },
    ]);
    expect(view.steps[0]!.checks.map((check) => check.state)).toEqual(['passed', 'passed', 'passed']);
    expect(view.steps[0]!.durationMs).toBeGreaterThanOrEqual(0);
    expect(view.cluster.state).toBe('ready');
  });

  it('does not run a step without a cluster, and says what to do', async () => {
    started = startSession();
    started.session.actions.run(index('1.3'));
    await until(started.session, () => state(started!, '1.3') === 'failed');
    expect(started.world.lines).toEqual([]);
    expect(started.session.snapshot().steps[index('1.3')]!.checks[0]!.verdict).toMatchObject({
      ok: false,
      evidence: 'the cluster is down',
      hint: 'Run step 1.1 first: Reset the cluster.',
    });
  });

  it('uses a cluster that is already up', async () => {
    started = startSession({}, (world) => {
      world.cluster.attachable = true;
    });
    started.session.actions.run(index('1.2'));
    await until(started.session, () => state(started!, '1.2') === 'passed');
    expect(started.world.cluster.resets).toBe(0);
  });

  it('runs one thing at a time', async () => {
    started = startSession();
    const { session } = started;
    session.actions.run(0);
    session.actions.run(1);
    session.actions.swap();
    await until(session, () => state(started!, '1.1') === 'passed');
    expect(state(started, '1.2')).toBe('todo');
    expect(started.journal.of('notice').map((notice) => notice.text)).toEqual([
      'Step 1.1 is still running',
      'Step 1.1 is still running',
    ]);
  });

  it('accepts the next action as soon as a run has ended, even while its record is being written', async () => {
    started = startSession();
    const { session, journal } = started;
    let wrote = (): void => {};
    journal.sync = () => new Promise((resolve) => (wrote = resolve));
    session.actions.runTo(0);
    await until(session, () => state(started!, '1.1') === 'passed');
    session.actions.run(1);
    expect(journal.of('notice')).toEqual([]);
    wrote();
    journal.sync = async () => {};
    await until(session, () => state(started!, '1.2') === 'passed');
  });

  it('cancels a step, which can then run again', async () => {
    started = startSession();
    await runTo(started, '1.3');
    const { session } = started;
    const unsubscribe = session.subscribe(() => {
      if (session.snapshot().running === index('1.4')) session.actions.cancel();
    });
    session.actions.run(index('1.4'));
    await until(session, () => state(started!, '1.4') === 'cancelled');
    unsubscribe();
    session.actions.run(index('1.4'));
    await until(session, () => state(started!, '1.4') === 'passed');
  });

  it('runs all steps up to one, and skips those that passed', async () => {
    started = startSession();
    await runTo(started, '1.2');
    started.session.actions.runTo(index('1.5'));
    await until(started.session, () => state(started!, '1.5') === 'passed');
    expect(started.journal.of('step-started').map((event) => event.step)).toEqual([
      '1.1',
      '1.2',
      '1.3',
      '1.4',
      '1.5',
    ]);
  });

  it('repeats a reading command until its output satisfies a check', async () => {
    started = startSession();
    await runTo(started, '1.6');
    const line = 'kubectl exec zookeeper-0 -- zookeeper-shell localhost:2181 ls /brokers/ids';
    started.world.answers.set(line, { stdout: '[0, 2]\n' });
    const unsubscribe = started.session.subscribe(() => {
      if (started!.world.lines.filter((each) => each === line).length >= 3)
        started!.world.answers.delete(line);
    });
    started.session.actions.run(index('1.7'));
    await until(started.session, () => state(started!, '1.7') === 'passed');
    unsubscribe();
    const attempts = started.journal.of('command-started').filter((event) => event.line === line);
    expect(attempts.map((event) => event.attempt)).toEqual(attempts.map((_, at) => at + 1));
    expect(attempts.length).toBeGreaterThanOrEqual(3);
  });

  it('swaps the consumer and back, with the command that a learner would type', async () => {
    started = startSession();
    await runTo(started, '2.4');
    const { session, world, journal } = started;
    session.actions.swap();
    await until(session, () => !session.snapshot().swapping && session.snapshot().consumer === 'group');
    session.actions.swap();
    await until(session, () => !session.snapshot().swapping && session.snapshot().consumer === 'partition');
    expect(world.lines.filter((line) => line.includes('set env') && line.includes('ROLE='))).toEqual([
      'kubectl set env deployment/ece573-prj05-consumer ROLE=group-consumer',
      'kubectl set env deployment/ece573-prj05-consumer ROLE=consumer',
    ]);
    expect(journal.of('swap')).toMatchObject([
      { from: 'partition', to: 'group' },
      { from: 'group', to: 'partition' },
    ]);
    expect(session.logs.producer.slice(0, 9).map((line) => line.kind)).toEqual(['mark', 'mark']);
    expect(session.logs.consumer.slice(0, 9).map((line) => line.text)).toContain(
      'group of 1: …2 p0 p1 p2 p3',
    );
  });

  it.each([
    ['restarts the producer if it swaps after the last step and nothing has arrived', 1],
    ['does not restart the producer if it swaps before that', 0],
  ] as const)('%s', async (_what, starts) => {
    const last = index('2.5') + 1;
    const steps = kafkaLab.steps.slice(0, starts === 1 ? last : last + 1);
    started = startSession({ lab: { ...kafkaLab, steps } });
    await runTo(started, '2.5');
    expect(state(started, '2.5')).toBe('passed');
    const { session, world } = started;
    const before = world.lines.length;
    session.actions.swap();
    await until(session, () => !session.snapshot().swapping && session.snapshot().consumer === 'group');
    const again = 'kubectl scale deployment/ece573-prj05-producer --replicas=1';
    expect(world.lines.slice(before).filter((line) => line === again)).toHaveLength(starts);
  });

  it('left the producer stopped where the last step had failed', async () => {
    const steps = kafkaLab.steps
      .slice(0, index('2.5') + 1)
      .map((step) =>
        step.id === '2.5'
          ? { ...step, checks: step.checks.map((one) => ({ ...one, withinMs: 0, verify: () => failed })) }
          : step,
      );
    started = startSession({ lab: { ...kafkaLab, steps } });
    await runTo(started, '2.5');
    expect(state(started, '2.5')).toBe('failed');
    const { session, world } = started;
    const before = world.lines.length;
    session.actions.swap();
    await until(session, () => !session.snapshot().swapping && session.snapshot().consumer === 'group');
    const again = 'kubectl scale deployment/ece573-prj05-producer --replicas=1';
    expect(world.lines.slice(before)).toContain(again);
  });

  it('turns a swap without a consumer into a notice', async () => {
    started = startSession();
    await runTo(started, '1.1');
    started.session.actions.swap();
    await until(started.session, () => started!.session.snapshot().notice?.level === 'error');
    expect(started.session.snapshot().notice!.text).toContain('no consumer to swap');
    expect(started.session.snapshot().swapping).toBe(false);
  });

  it('feeds pod lines to the ring buffers without a limit, and to the journal up to a cap', async () => {
    started = startSession();
    await runTo(started, '1.1');
    const { session, world, journal } = started;
    await until(session, () => world.podLines.length === 2);
    const consumer = world.podLines.find((each) => each.selector === 'app=ece573-prj05-consumer')!;
    let told = 0;
    const unsubscribe = session.subscribe(() => {
      told += 1;
    });
    for (let at = 0; at < 7_000; at += 1) consumer.onLine({ pod: 'c-1', at, text: `line ${at}` });
    expect(told).toBeLessThanOrEqual(1);
    unsubscribe();
    expect([session.logs.consumer.total, session.logs.consumer.length, session.logs.producer.total]).toEqual([
      7_000, 5_000, 0,
    ]);
    await session.actions.close();
    expect(journal.of('pod-line').length).toBe(1_000);
    expect(journal.of('pod-lines-elided')).toMatchObject([{ pod: 'c-1', elided: 6_000 }]);
  });

  it('samples the counters once a second while the topic exists', async () => {
    started = startSession();
    await runTo(started, '2.4');
    const { session, journal, clock } = started;
    const from = clock.monotonic();
    const sampled = journal.of('counters').length;
    await until(session, () => clock.monotonic() >= from + 10_000);
    const samples = journal.of('counters').length - sampled;
    expect(samples).toBeGreaterThanOrEqual(8);
    expect(samples).toBeLessThanOrEqual(11);
    expect(session.snapshot()).toMatchObject({
      consumer: 'partition',
      cluster: { topic: { name: 'test', partitions: 4, replicas: 3 } },
    });
    expect(session.snapshot().producedPerSecond).toBeGreaterThan(1_500);
  });

  it('stores an answer, with its length limited and control characters removed', () => {
    started = startSession();
    started.session.actions.answer(
      index('2.5'),
      '2.2',
      `one partition\u001b[31m\nof four${'x'.repeat(20_000)}`,
    );
    started.session.actions.answer(index('2.5'), 'no such question', 'x');
    const answer = started.session.snapshot().steps[index('2.5')]!.answers['2.2']!;
    expect(answer.startsWith('one partition\nof four')).toBe(true);
    expect(answer.length).toBeLessThanOrEqual(10_000);
    expect(started.journal.of('answer').length).toBe(1);
  });

  it('exports to a file and names it, or says why it could not', async () => {
    let fail = false;
    started = startSession({
      onExport: async () => {
        if (fail) throw new Error('EACCES: permission denied');
        return '/home/me/transcript.md';
      },
    });
    const { session } = started;
    session.actions.exportTranscript();
    await until(
      session,
      () => session.snapshot().notice?.text === 'transcript written: /home/me/transcript.md',
    );
    fail = true;
    session.actions.exportTranscript();
    await until(session, () => session.snapshot().notice?.level === 'error');
    expect(session.snapshot().notice!.text).toContain('permission denied');
  });

  it('shows a banner while the journal cannot be written, and continues', async () => {
    started = startSession();
    started.journal.setBanner('the disk is full');
    expect(started.session.snapshot().journalBanner).toBe('the disk is full');
    await runTo(started, '1.1');
    expect(state(started, '1.1')).toBe('passed');
    started.journal.setBanner(undefined);
    expect(started.session.snapshot().journalBanner).toBeUndefined();
  });

  it('closes in the middle of a step, and leaves nothing running', async () => {
    started = startSession();
    await runTo(started, '3.1');
    const { session, journal, clock, world } = started;
    session.actions.run(index('3.3'));
    await until(session, () => session.snapshot().running !== undefined);
    await session.actions.close();
    expect(journal.of('step-ended').at(-1)).toMatchObject({ step: '3.3', outcome: 'cancelled' });
    expect(journal.events.at(-1)!.type).toBe('session-ended');
    expect(journal.closed).toBe(true);
    expect(world.podLines).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('is resumed from its journal, with its states, output and answers', async () => {
    started = startSession();
    await runTo(started, '1.3');
    started.session.actions.answer(index('1.8'), '1.2.1', 'by name');
    started.session.actions.run(index('1.4'));
    await until(started.session, () => state(started!, '1.4') === 'running');
    const recovery = createRecovery();
    for (const event of started.journal.events) recovery.add(event);
    await started.session.actions.close();
    expect(recovery.found).toBe(true);

    started = startSession({ recovered: recovery.events() }, (world) => {
      world.cluster.attachable = true;
    });
    const { session } = started;
    await until(
      session,
      () => session.snapshot().cluster.state === 'ready' && session.snapshot().current === index('1.4'),
    );
    expect(
      session
        .snapshot()
        .steps.slice(0, 4)
        .map((step) => step.state),
    ).toEqual(['passed', 'passed', 'passed', 'cancelled']);
    expect(session.snapshot().steps[index('1.8')]!.answers['1.2.1']).toBe('by name');
    expect(session.snapshot().steps[0]!.output.length).toBeGreaterThan(0);
  });

  it('runs nothing after it was killed in the middle of a step while it looks for its cluster: a key to leave was lost', async () => {
    started = startSession();
    await runTo(started, '1.2');
    const recovered = [
      ...started.journal.events,
      { ...started.journal.events.at(-1)!, type: 'step-started' as const, step: '1.3', title: 'x' },
    ];
    await started.session.actions.close();
    started = startSession({ recovered }, (world) => {
      world.cluster.attach = () => new Promise(() => {});
    });
    expect(started.session.snapshot().running).toBeUndefined();
    expect(state(started, '1.3')).toBe('cancelled');
    started = undefined;
  });

  it('has everything but the answers to do again if it is resumed without its cluster', async () => {
    started = startSession();
    await runTo(started, '1.2');
    const recovered = started.journal.events;
    await started.session.actions.close();
    started = startSession({ recovered });
    await until(started.session, () =>
      started!.session.snapshot().steps.every((step) => step.state === 'todo'),
    );
    expect(started.session.snapshot().current).toBe(0);
  });

  it('shows nothing of a cluster that is gone, and does not run steps on it', async () => {
    started = startSession();
    await runTo(started, '2.4');
    const { session, world } = started;
    expect(session.snapshot().cluster.topic).toBeDefined();
    await world.cluster.down();
    const view = session.snapshot();
    expect(view).toMatchObject({
      cluster: { state: 'gone', workloads: [] },
      consumer: 'none',
      producedPerSecond: 0,
    });
    expect(view.cluster.topic).toBeUndefined();
    session.actions.run(index('2.4'));
    await until(session, () => state(started!, '2.4') === 'failed');
    expect(session.snapshot().steps[index('2.4')]!.checks[0]!.verdict!.evidence).toBe('the cluster is gone');
  });

  it('shows the same after a replay of its journal', async () => {
    started = startSession();
    await runTo(started, '2.8');
    started.session.actions.answer(index('2.5'), '2.2', 'one partition of four');
    const recovery = createRecovery();
    for (const event of started.journal.events) recovery.add(event);
    const before = started.session.snapshot().steps;
    await started.session.actions.close();
    started = startSession({ recovered: recovery.events() }, (world) => {
      world.cluster.attachable = true;
    });
    await until(started.session, () => started!.session.snapshot().current === index('3.1'));
    const withoutNotes = (steps: typeof before) =>
      steps.map((step) => ({ ...step, output: step.output.filter((line) => line.stream !== 'note') }));
    expect(withoutNotes(started.session.snapshot().steps)).toEqual(withoutNotes(before));
  });

  it('follows each log once when the cluster is attached, and once more after a reset', async () => {
    started = startSession({}, (world) => {
      world.cluster.attachable = true;
    });
    const { session, world, clock } = started;
    await until(session, () => world.follows > 0);
    await until(session, () => clock.monotonic() > 3_000);
    expect(world.follows).toBe(2);
    await runTo(started, '1.1');
    expect(world.follows).toBe(4);
    expect(world.podLines.length).toBe(2);
  });
});
