import { expect, it } from 'vitest';
import type { ClientVariant } from '../../../source/cluster/model/cluster.ts';
import type { ConsumerSwap } from '../../../source/lab/model/step.ts';
import { safe } from '../../../source/text/safe-text.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { startSession, until } from '../fakes/start-session.ts';

const labWith = (swap: ConsumerSwap) => ({ ...kafkaLab, facts: { ...kafkaLab.facts, swap } });
const roles = { first: 'consumer', better: 'group-consumer' };

it('says why the learner’s own client cannot be swapped, and runs nothing', async () => {
  const { session } = startSession({ swapOff: 'the clients image is your own' });
  expect(session.snapshot().swapIsOff).toBe(true);
  session.actions.swap();
  expect(session.snapshot()).toMatchObject({
    swapping: false,
    notice: { level: 'info', text: 'the clients image is your own' },
  });
  await session.actions.close();
});

it('swaps to the better consumer and back: builds it, restarts the consumer, and marks the logs', async () => {
  const built: ClientVariant[] = [];
  const { session, world, journal } = startSession({ lab: labWith({ by: 'program' }) }, (made) => {
    made.cluster.build = async (output, _signal?: AbortSignal, which: ClientVariant = 'first') => {
      built.push(which);
      output('stdout', safe`Tagged ${kafkaLab.facts.clientImage}\n`);
    };
    // Neither program knows ROLE: the next pod runs what was built last.
    const { run, counts } = { run: made.run.bind(made), counts: made.counts.bind(made) };
    made.run = (line, options) => {
      if (!line.startsWith('kubectl rollout restart')) return run(line, options);
      made.lines.push(line);
      return run(`kubectl set env deployment/x ROLE=${roles[built.at(-1) ?? 'first']}`, options);
    };
    made.counts = async (signal) => ({ ...(await counts(signal)), consumers: [], consumerPods: ['c'] });
  });
  await session.runAll({ until: '2.2', print: () => {} });
  for (const to of ['group', 'partition'] as const) {
    session.actions.swap();
    await until(session, () => !session.snapshot().swapping && journal.of('swap').at(-1)?.to === to);
  }
  expect(built).toEqual(['first', 'better', 'first']);
  expect(world.lines.filter((line) => line.startsWith('kubectl rollout restart'))).toHaveLength(2);
  expect(journal.of('swap')).toMatchObject([
    { from: 'partition', to: 'group' },
    { from: 'group', to: 'partition' },
  ]);
  await session.actions.close();
});

it('swaps from the first image to the better one', async () => {
  const swap = { by: 'image', original: 'r/one:v1', better: 'r/two:v1' } as const;
  const { session, world } = startSession({ lab: labWith(swap) });
  await session.runAll({ until: '2.2', print: () => {} });
  const line = "kubectl set image deployment/ece573-prj05-consumer '*=r/two:v1'";
  world.answers.set(line, { stdout: 'image updated', exitCode: 1, stderr: 'error: no such image' });
  session.actions.swap();
  await until(session, () => session.snapshot().notice?.level === 'error');
  expect(world.lines).toContain(line);
  expect(session.snapshot().notice?.text).toContain('no such image');
  await session.actions.close();
});
