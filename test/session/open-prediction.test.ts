import { describe, expect, it } from 'vitest';
import { SessionModel } from '../../source/session/model/session-model.ts';
import { hiddenBy } from '../../source/session/open-prediction.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';

const at = { v: 1, at: '2026-11-29T12:00:00.000Z', ms: 0 } as const;
const index = (id: string): number => kafkaLab.steps.findIndex((step) => step.id === id);
const hidden = (model: SessionModel): string[] =>
  kafkaLab.steps.filter((_, step) => hiddenBy(model.view(), step) !== undefined).map(({ id }) => id);
const newModel = (): SessionModel => new SessionModel(kafkaLab, 'embedded', 'down', 0);

describe('a step that would answer an open prediction', () => {
  it('is hidden, as are all predicted steps up to the one that grades the prediction', () => {
    const expected = [
      '2.2',
      '2.3',
      '2.4',
      '2.5',
      '3.1',
      '3.2',
      '3.3',
      '4.1',
      '4.2',
      '4.3',
      '4.4',
      '4.5',
      '4.6',
    ];
    expect(hidden(newModel())).toEqual(expected);
  });

  it('is shown once the prediction is made or skipped, or the step has run', () => {
    const model = newModel();
    model.apply({ ...at, type: 'prediction', step: '2.2', choice: 'half', text: 'about a half' });
    model.apply({ ...at, type: 'prediction-skipped', step: '3.1' });
    model.apply({ ...at, type: 'step-started', step: '4.1', title: 't' });
    expect(hidden(model)).toEqual(['4.2', '4.3', '4.4', '4.5', '4.6']);
  });

  it('is hidden again after it was undone', () => {
    const model = newModel();
    model.apply({ ...at, type: 'prediction-skipped', step: '4.1' });
    model.apply({ ...at, type: 'step-reset', step: '4.1', questions: [] });
    expect(hiddenBy(model.view(), index('4.1'))).toBe(index('4.1'));
  });

  it('is never hidden in a replay', () => {
    const replay = { atMs: 0, now: 0, totalMs: 1, speed: 1, playing: false, ended: false };
    expect(hiddenBy({ ...newModel().view(), replay }, index('4.1'))).toBeUndefined();
  });
});
