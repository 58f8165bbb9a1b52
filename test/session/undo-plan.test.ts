import { afterEach, describe, expect, it } from 'vitest';
import { undoPlan } from '../../source/session/undo-plan.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';
import { type Started, startSession } from './fakes/start-session.ts';

let started: Started;
afterEach(() => started.session.actions.close());

const index = (id: string): number => kafkaLab.steps.findIndex((step) => step.id === id);

describe('what undoing a step takes', () => {
  it('left the clients that stood on brokers which were taken from under them', async () => {
    started = startSession();
    await started.session.runAll({ until: '4.1', print: () => {} });
    const { standing, lines } = undoPlan(started.session.snapshot(), index('1.3'));
    expect(standing.map(({ step }) => step.id)).toEqual(['4.1', '3.3', '3.1', '2.6', '2.5', '2.2']);
    expect(lines).toEqual([
      `kubectl scale deployment/${kafkaLab.facts.consumerApp} --replicas=1`,
      `kubectl scale deployment/${kafkaLab.facts.producerApp} --replicas=1`,
      'kubectl delete -f clients.yml --ignore-not-found',
      ...started.session.snapshot().steps[index('1.3')]!.undo,
    ]);
  });

  it('is its own commands alone where nothing stands on it', async () => {
    started = startSession();
    await started.session.runAll({ until: '2.5', print: () => {} });
    const view = started.session.snapshot();
    for (const id of ['2.5', '2.2'])
      expect(undoPlan(view, index(id)).lines.at(-1)).toBe(view.steps[index(id)]!.undo[0]);
    expect(undoPlan(view, index('2.5')).standing).toEqual([]);
    expect(undoPlan(view, index('1.4'))).toEqual({ standing: [], lines: [] });
  });
});
