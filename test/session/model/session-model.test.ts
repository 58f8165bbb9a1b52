import { expect, it } from 'vitest';
import { SessionModel } from '../../../source/session/model/session-model.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';

const at = { v: 1, at: '2026-11-29T12:00:00.000Z', ms: 0 } as const;
const why = (model: SessionModel): string | undefined =>
  model.view().steps.find(({ step }) => step.id === '3.1')?.swappedTo;
const regressed = {
  ...at,
  type: 'regressed',
  step: '3.1',
  check: 'group-owns-partitions',
  title: 'the group owns all partitions',
  evidence: 'none',
} as const;

/** Step 3.1 has passed, and then the consumer was swapped; the session ends and goes on. */
function goesOn(): SessionModel {
  const model = new SessionModel(kafkaLab, 'embedded', 'down', 0);
  model.apply({ ...at, type: 'step-ended', step: '3.1', outcome: 'passed', durationMs: 1 });
  model.apply({ ...at, type: 'swap', from: 'group', to: 'partition', pod: 'consumer-1' });
  model.interrupted();
  model.apply({ ...at, type: 'cluster-state', state: 'ready' });
  model.resumed(true);
  return model;
}

it('said of a swap that something has undone the step, after the session went on', () => {
  const model = goesOn();
  model.apply(regressed);
  expect(why(model)).toBe('partition');
});

it('said so too where another step was restored before', () => {
  const model = goesOn();
  model.apply({ ...at, type: 'restored', step: '1.5', check: 'brokers-registered', evidence: '3' });
  model.apply(regressed);
  expect(why(model)).toBe('partition');
});

it('blames no swap for what a cluster that went away has undone', () => {
  const model = goesOn();
  model.apply({ ...at, type: 'cluster-state', state: 'down' });
  model.apply(regressed);
  expect(why(model)).toBeUndefined();
});

it('called a step passed that could not be judged, once what had regressed was restored', () => {
  const model = new SessionModel(kafkaLab, 'embedded', 'ready', 0);
  const [unjudged, lasting] = kafkaLab.steps.find(({ id }) => id === '3.1')!.checks;
  const { id: check, title } = lasting!;
  model.apply({
    ...at,
    type: 'check-unjudged',
    step: '3.1',
    check: unjudged!.id,
    title: unjudged!.title,
    evidence: 'nothing tells',
    durationMs: 1,
  });
  model.apply({ ...at, type: 'step-ended', step: '3.1', outcome: 'unjudged', durationMs: 1 });
  model.apply({ ...regressed, check, title });
  expect(model.state('3.1')).toBe('regressed');
  model.apply({ ...at, type: 'restored', step: '3.1', check, evidence: 'the same' });
  expect(model.state('3.1')).toBe('unjudged');
});
