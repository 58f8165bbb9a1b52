import { describe, expect, it } from 'vitest';
import { beginAt } from '../../../source/commands/replay/begin-at.ts';
import { createReplay } from '../../../source/session/replay/replay.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { FakeClock } from '../../time/fake-clock.ts';
import { untilStepEnded } from '../../ui/golden/recorded-session.ts';

describe('a replay from a step', () => {
  const store = createReplay({ lab: kafkaLab, events: untilStepEnded('1.4'), clock: new FakeClock() });

  it('begins with it', () => {
    beginAt(store, '1.3');
    const { steps, current } = store.snapshot();
    expect(steps[current]).toMatchObject({ step: { id: '1.3' }, state: 'running' });
  });

  it('refuses what is no step, and a step that was not run', () => {
    expect(() => beginAt(store, '9.9')).toThrow('--from is `9.9`, which is no step');
    expect(() => beginAt(store, '2.1')).toThrow('step `2.1` was not run in this session');
  });
});
