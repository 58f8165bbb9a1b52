import { afterEach, describe, expect, it } from 'vitest';
import type { PodSeen } from '../../../source/lab/model/observations.ts';
import type { SessionEvent } from '../../../source/session/session-events.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { breakGroup, type Fault } from '../fakes/broken-group.ts';
import { type Started, startSession, until } from '../fakes/start-session.ts';

let started: Started | undefined;
afterEach(async () => {
  await started?.session.actions.close();
  started = undefined;
});

const countedAt = kafkaLab.steps.findIndex((step) => step.id === '3.3');
const checksOf = (steps: typeof kafkaLab.steps) => steps.reduce((sum, step) => sum + step.checks.length, 0);
const totalChecks = checksOf(kafkaLab.steps);
const checksToCount = checksOf(kafkaLab.steps.slice(0, countedAt + 1));

/** The image of the consumer pod cannot be pulled. */
function withoutImage(world: Started['world']): void {
  const look = world.look.bind(world);
  world.look = async (name, signal) => {
    const seen = await look(name, signal);
    if (name !== 'pods') return seen;
    return (seen as PodSeen[]).map((pod) =>
      pod.labels.app === kafkaLab.facts.consumerApp
        ? { ...pod, ready: false, status: 'ErrImagePull', trouble: 'ErrImagePull: no such image' }
        : pod,
    ) as unknown as typeof seen;
  };
}

describe('the lab without a screen', () => {
  it('passes every check up to the count of the consumer group if nothing goes wrong', async () => {
    started = startSession();
    const result = await started.session.runAll({ until: '3.3', print: () => {} });
    expect(started.journal.of('check-failed')).toEqual([]);
    expect(result).toEqual({ passed: checksToCount, unjudged: 0, total: checksToCount });
    const states = started.session.snapshot().steps.map((step) => step.state);
    expect(states.slice(0, countedAt + 1)).toEqual(Array(countedAt + 1).fill('passed'));
  });

  it('counts the share before and after the swap, and marks the swap in both logs', async () => {
    started = startSession();
    await started.session.runAll({ until: '3.3', print: () => {}, messages: 1_000 });
    const [before, after] = started.journal.of('counted');
    expect(before).toMatchObject({ step: '2.5', consumer: 'partition', settled: true });
    expect(before!.window).toBeGreaterThanOrEqual(1_000);
    expect(before!.received / before!.window).toBeCloseTo(0.25, 1);
    expect(after).toMatchObject({ step: '3.3', consumer: 'group', settled: true, received: after!.window });
    expect(started.journal.of('swap')).toMatchObject([{ from: 'partition', to: 'group' }]);
    for (const ring of [started.session.logs.producer, started.session.logs.consumer]) {
      expect(ring.slice(0, ring.total)[0]).toMatchObject({
        kind: 'mark',
        text: 'swap: partition 0 only → consumer group',
      });
    }
  });

  it.each<[Fault, string[]]>([
    ['drops-one', ['group-none-missing', 'group-share']],
    ['reads-one-twice', ['group-none-twice', 'group-share']],
    ['skips-a-partition', ['group-all-partitions', 'group-none-missing', 'group-share']],
  ])('fails the count of a consumer group that %s', async (fault, checks) => {
    started = startSession({}, (world) => breakGroup(world, fault));
    const { passed, total } = await started.session.runAll({ until: '3.3', print: () => {} });
    expect(started.journal.of('check-failed').map((event) => event.check)).toEqual(checks);
    expect(passed).toBe(total - checks.length);
  });

  it('stops at a step that later ones depend on, and counts the rest as not passed', async () => {
    started = startSession({}, (world) => {
      world.answers.set('kubectl apply -f kafka.yml', {
        stderr: 'error: the path "kafka.yml" does not exist',
        exitCode: 1,
      });
    });
    const result = await started.session.runAll({ print: () => {} });
    expect(result.stopped?.step.id).toBe('1.3');
    expect(result.passed).toBeLessThan(result.total);
    expect(result.passed + started.journal.of('check-failed').length + result.stopped!.notMade).toBe(
      totalChecks,
    );
    expect(started.journal.of('check-failed')[0]).toMatchObject({
      check: 'kafka-applied',
      evidence: expect.stringContaining('does not exist'),
    });
  });

  it('gives a failed check the hint that fits the observations, with the line that shows it', async () => {
    started = startSession({}, withoutImage);
    await started.session.runAll({ until: '2.2', print: () => {} });
    const failed = started.journal.of('check-failed').find((event) => event.check === 'clients-running');
    expect(failed?.hint).toMatch(/Step 2\.1 builds .* Seen: .*ErrImagePull: no such image$/);
  });

  it('gives a task only the hints of its author, since the task is to find the cause', async () => {
    const task = { file: 'clients.yml', goal: 'The clients start.', solution: '' };
    const steps = kafkaLab.steps.map((step) => (step.id === '2.2' ? { ...step, task } : step));
    started = startSession({ lab: { ...kafkaLab, steps } }, withoutImage);
    await started.session.runAll({ until: '2.2', print: () => {} });
    const failed = started.journal.of('check-failed').find((event) => event.check === 'clients-running');
    expect(failed).toBeDefined();
    expect(failed?.hint).not.toContain('Seen:');
  });

  it('restarts the consumer and the count if the topic is deleted and recreated meanwhile', async () => {
    started = startSession();
    const { session, world, journal } = started;
    const result = await session.runAll({
      until: '2.5',
      print: (event) => {
        if (event.type === 'note' && /waiting for/.test(event.text)) world.topicId = 'second';
      },
    });
    expect(result.passed).toBe(result.total);
    expect(world.lines).toContain('kubectl rollout restart deployment/ece573-prj05-consumer');
    expect(journal.of('notice').map((event) => event.text)).toContain(
      "the topic test was deleted and created again: the count starts again with the consumer's next start",
    );
    const [counted] = journal.of('counted');
    expect(counted!.received / counted!.window).toBeCloseTo(0.25, 1);
  });

  it('continues after a failed step that no other depends on', async () => {
    started = startSession({}, (world) => {
      world.answers.set('kubectl logs kafka-1', { stdout: '[2026] ERROR disk (kafka.log.LogManager)\n' });
    });
    const result = await started.session.runAll({ until: '3.3', print: () => {} });
    expect(started.journal.of('check-failed')).toMatchObject([
      { check: 'logs-clean', evidence: 'kafka-1: [2026] ERROR disk (kafka.log.LogManager)' },
    ]);
    expect(result).toEqual({ passed: checksToCount - 1, unjudged: 0, total: checksToCount });
  });

  it('runs up to the requested step, and refuses an unknown one', async () => {
    started = startSession();
    const events: SessionEvent[] = [];
    const result = await started.session.runAll({ until: '1.2', print: (event) => events.push(event) });
    expect(result.passed).toBe(result.total);
    expect(events.filter((event) => event.type === 'step-ended').map((event) => event.step)).toEqual([
      '1.1',
      '1.2',
    ]);
    await expect(started.session.runAll({ until: '9.9', print: () => {} })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('`9.9`'),
    });
  });

  it('ends when it is cancelled', async () => {
    started = startSession();
    const { session } = started;
    const result = await session.runAll({
      print: (event) => {
        if (event.type === 'step-started' && event.step === '1.4') session.actions.cancel();
      },
    });
    expect(result.stopped).toMatchObject({ step: { id: '1.4' }, why: 'cancelled' });
    expect(started.journal.of('step-ended').at(-1)).toMatchObject({ step: '1.4', outcome: 'cancelled' });
  });

  it('reports the cause if the cluster does not start', async () => {
    started = startSession({}, (world) => {
      world.cluster.resetError = new Error('no room');
    });
    const result = await started.session.runAll({ print: () => {} });
    expect(result.stopped?.step.id).toBe('1.1');
    expect(started.journal.of('command-ended')[0]).toMatchObject({ ending: 'unable', exitCode: 127 });
    expect(started.journal.of('command-output')[0]).toMatchObject({ stream: 'stderr', text: 'no room' });
  });

  it('compares exactly the same messages before and after the swap', async () => {
    started = startSession();
    await started.session.runAll({ until: '3.3', print: () => {} });
    const [compared] = started.journal.of('before-after');
    expect(compared!.after).toBe(compared!.window);
    expect(compared!.before / compared!.window).toBeCloseTo(0.25, 1);
    expect(compared!.partitions[0]).toMatchObject({ before: compared!.partitions[0]!.after });
    expect(compared!.partitions[3]!.before).toBe(0);
    expect(started.session.snapshot().beforeAfter).toMatchObject({ after: compared!.after });
  });

  it('fails an experiment without a consumer group, and says what to do first', async () => {
    started = startSession({}, (world) => {
      const scale = `kubectl scale deployment/${kafkaLab.facts.consumerApp} --replicas=`;
      for (const replicas of [1, 2]) world.answers.set(`${scale}${replicas}`, { stdout: 'scaled' });
    });
    const { session, journal } = started;
    await session.runAll({ until: '2.4', print: () => {} });
    const first = kafkaLab.steps.findIndex((step) => step.id === '4.1');
    session.actions.run(first);
    await until(session, () => session.snapshot().steps[first]!.state === 'failed');
    expect(journal.of('check-failed').map((event) => event.hint)).toContain(
      'Is the consumer group running? Step 3.1 starts it.',
    );
  });
});
