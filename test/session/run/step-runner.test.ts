import { expect, it } from 'vitest';
import { ruleDigest } from '../../../source/lab/model/rule-digest.ts';
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

it('records by what each verdict was made, so that a changed check of the same id shows', async () => {
  const { session, journal } = startSession();
  await session.runAll({ until: '1.2', print: () => {} });
  const checks = kafkaLab.steps.slice(0, 2).flatMap((step) => step.checks);
  const rules = checks.map((check) => ruleDigest(check));
  expect(journal.of('check-passed').map(({ rule }) => rule)).toEqual(rules);
  expect(rules).not.toContain(undefined);
  expect(rules.every((rule) => /^[\w-]{22}$/.test(rule!))).toBe(true);
  await session.actions.close();
});
