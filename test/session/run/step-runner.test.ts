import { expect, it } from 'vitest';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { startSession } from '../fakes/start-session.ts';

it('skips a step that makes no sense with the manifests, and says why', async () => {
  const leftOut = { why: 'the messages go with the pod', instead: 'Give the brokers a claim.' };
  const steps = kafkaLab.steps.map((step) => (step.id === '1.2' ? { ...step, leftOut } : step));
  const { session, journal, world } = startSession({ lab: { ...kafkaLab, steps } });
  const result = await session.runAll({ until: '1.3', print: () => {} });
  const left = steps.find(({ id }) => id === '1.2')!;
  expect(world.lines).not.toContain(left.commands({ cluster: 'embedded', facts: kafkaLab.facts })[0]!.line);
  expect(journal.of('check-unjudged')).toMatchObject(
    left.checks.map(({ id }) => ({ check: id, evidence: leftOut.why, hint: leftOut.instead })),
  );
  expect(result).toMatchObject({ unjudged: left.checks.length });
  expect(result.passed + result.unjudged).toBe(result.total);
  await session.actions.close();
});
