import { expect, it } from 'vitest';
import type { RereadManifests } from '../../../source/session/live/refresh-lab.ts';
import { kafkaLab, labOf } from '../../lab/kafka-lab.ts';
import { startSession, until } from '../fakes/start-session.ts';

const six = labOf({ ...kafkaLab.facts, partitions: 6 });
const index = (id: string): number => kafkaLab.steps.findIndex((step) => step.id === id);
const { group: _group, ...withoutGroup } = kafkaLab.facts;

function startWith(found: (RereadManifests | undefined)[]) {
  return startSession({ reread: async () => found.shift() });
}

it('uses a corrected manifest before it runs a step', async () => {
  const { session, journal } = startWith([undefined, { lab: six, notes: ['kafka.yml has changed'] }]);
  const title = () =>
    session.snapshot().steps[index('2.2')]?.checks.find(({ id }) => id === 'topic-appeared')?.title;
  expect(journal.of('session-started')[0]?.facts).toMatchObject({ partitions: 4, brokerIds: [0, 1, 2] });
  session.actions.run(0);
  await until(session, () => session.snapshot().steps[0]?.state === 'passed');
  expect(title()).toBe('the topic exists, with four partitions');
  session.actions.run(0);
  await until(session, () => title() === 'the topic exists, with six partitions');
  await until(session, () => session.snapshot().running === undefined);
  expect(session.snapshot().promise).toContain('six partitions');
  expect(session.snapshot().steps[0]?.output.map(({ text }) => text)).toContain('kafka.yml has changed');
  expect(journal.of('facts-changed')).toMatchObject([{ facts: { partitions: 6 } }]);
  await session.actions.close();
});

it('keeps the last valid state of a broken file, and forgets a deleted one', async () => {
  const { session, journal } = startWith([
    { lab: undefined, notes: ['it is broken'] },
    { lab: labOf(withoutGroup), notes: [] },
    { lab: labOf(withoutGroup), notes: [] },
  ]);
  for (let run = 1; run <= 3; run += 1) {
    session.actions.run(0);
    await until(session, () => journal.of('step-ended').length === run);
  }
  expect(journal.of('facts-changed')).toHaveLength(1);
  expect(journal.of('facts-changed')[0]?.facts).not.toHaveProperty('group');
  expect(session.snapshot().steps[index('4.1')]?.commands.join('\n')).toContain('--all-groups');
  await session.actions.close();
});
