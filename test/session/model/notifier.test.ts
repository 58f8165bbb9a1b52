import { describe, expect, it } from 'vitest';
import { createNotifier } from '../../../source/session/model/notifier.ts';
import { pause } from '../../../source/time/pause.ts';
import { FakeClock } from '../../time/fake-clock.ts';

const forever = new AbortController().signal;

describe('the notifier', () => {
  it('notifies about ten times a second during a flood of changes, and after the last one', async () => {
    const clock = new FakeClock();
    const notifier = createNotifier(clock);
    let changes = 0;
    let seen = 0;
    let told = 0;
    notifier.subscribe(() => {
      told += 1;
      seen = changes;
    });
    for (let ms = 0; ms < 1_000; ms += 5) {
      for (let each = 0; each < 50; each += 1) {
        changes += 1;
        notifier.changed();
      }
      await pause(clock, 5, forever);
    }
    await pause(clock, 200, forever);
    expect(seen).toBe(changes);
    expect(told).toBeGreaterThanOrEqual(9);
    expect(told).toBeLessThanOrEqual(12);
  });

  it('notifies of an action immediately', () => {
    const notifier = createNotifier(new FakeClock());
    let told = 0;
    notifier.subscribe(() => {
      told += 1;
    });
    notifier.now();
    notifier.now();
    expect(told).toBe(2);
  });

  it('is silent, and holds no timer, when it is closed or has no listeners', () => {
    const clock = new FakeClock();
    const notifier = createNotifier(clock);
    notifier.changed();
    expect(clock.pending).toBe(0);
    let told = 0;
    const unsubscribe = notifier.subscribe(() => {
      told += 1;
    });
    notifier.changed();
    expect(clock.pending).toBe(1);
    notifier.close();
    notifier.now();
    notifier.changed();
    expect([told, clock.pending]).toEqual([0, 0]);
    unsubscribe();
  });
});
