import { afterEach, describe, expect, it } from 'vitest';
import { kafkaLab } from '../../../source/lab/kafka-lab.ts';
import type { PodSeen } from '../../../source/lab/model/observations.ts';
import type { SessionEvent } from '../../../source/session/session-events.ts';
import type { Fault } from '../fakes/fake-world.ts';
import { type Started, startSession } from '../fakes/start-session.ts';

let started: Started | undefined;
afterEach(async () => {
  await started?.session.actions.close();
  started = undefined;
});

const totalChecks = kafkaLab.steps.reduce((sum, step) => sum + step.checks.length, 0);

describe('the whole lab without a screen', () => {
  it('passes every check in a world where all is well', async () => {
    started = startSession();
    const result = await started.session.runAll({ print: () => {} });
    expect(started.journal.of('check-failed')).toEqual([]);
    expect(result).toEqual({ passed: totalChecks, total: totalChecks });
    expect(started.session.snapshot().steps.map((step) => step.state)).toEqual(
      kafkaLab.steps.map(() => 'passed'),
    );
    const typed = (word: string) => started!.world.lines.filter((line) => line.includes(word));
    expect(typed('scale deployment/ece573-prj05-consumer').map((line) => line.at(-1))).toEqual([
      '2',
      '4',
      '5',
      '1',
    ]);
    expect(typed('delete pod')).toEqual([
      expect.stringMatching(/^kubectl delete pod ece573-prj05-consumer-\d+$/),
      'kubectl delete pod kafka-1',
    ]);
  });

  it('counts the share before and after the swap, and marks the swap in both logs', async () => {
    started = startSession();
    await started.session.runAll({ print: () => {}, messages: 1_000 });
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
    started = startSession({}, (world) => {
      world.fault = fault;
    });
    const { passed, total } = await started.session.runAll({ until: '3.3', print: () => {} });
    expect(started.journal.of('check-failed').map((event) => event.check)).toEqual(checks);
    expect(passed).toBe(total - checks.length);
  });

  it('stops at a step that later ones stand on, and counts the rest as not passed', async () => {
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

  it('gives a failed check the hint that fits what was observed, with the line that shows it', async () => {
    started = startSession({}, (world) => {
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
    });
    await started.session.runAll({ until: '2.2', print: () => {} });
    const failed = started.journal.of('check-failed').find((event) => event.check === 'clients-running');
    expect(failed?.hint).toMatch(/Step 2\.1 builds .* Seen: .*ErrImagePull: no such image$/);
  });

  it('continues after a failed step that no other depends on', async () => {
    started = startSession({}, (world) => {
      world.answers.set('kubectl logs kafka-1', { stdout: '[2026] ERROR disk (kafka.log.LogManager)\n' });
    });
    const result = await started.session.runAll({ print: () => {} });
    expect(started.journal.of('check-failed')).toMatchObject([
      { check: 'logs-clean', evidence: 'kafka-1: [2026] ERROR disk (kafka.log.LogManager)' },
    ]);
    expect(result).toEqual({ passed: totalChecks - 1, total: totalChecks });
  });

  it('runs up to the step that was asked for, and refuses one that does not exist', async () => {
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

  it('says what went wrong when the cluster does not come up', async () => {
    started = startSession({}, (world) => {
      world.cluster.resetError = new Error('no room');
    });
    const result = await started.session.runAll({ print: () => {} });
    expect(result.stopped?.step.id).toBe('1.1');
    expect(started.journal.of('command-ended')[0]).toMatchObject({ ending: 'unable', exitCode: 127 });
    expect(started.journal.of('command-output')[0]).toMatchObject({ stream: 'stderr', text: 'no room' });
  });
});
