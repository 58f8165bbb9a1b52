import { expect, it, vi } from 'vitest';
import { followingLogPane } from '../../../source/ui/logs/log-pane-state.ts';
import { logTitle } from '../../../source/ui/logs/log-title.tsx';
import { viewLog } from '../../../source/ui/logs/log-view.ts';
import { matchesPattern, parsePattern } from '../../../source/ui/logs/pattern.ts';
import { tookTooLong, withinTimeBox } from '../../../source/ui/logs/time-box.ts';
import { plainText } from '../../../source/ui/text/text.tsx';
import { FakeRing, fakeView } from '../fake-session.ts';

const room = { columns: 80, rows: 10 };

it.each(['(a+)+$', 'a*a*a*a*b'])('a pattern that takes too long is stopped and reported: %s', (source) => {
  const ring = new FakeRing();
  ring.add('a'.repeat(4_000).concat('!'));
  const state = { ...followingLogPane, pattern: parsePattern(source) };
  const startedAt = performance.now();
  const log = viewLog(ring, state, room);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(log.lines).toEqual([]);
  expect(plainText(logTitle('producer', fakeView(), state, log))).toContain(`/${source}/ takes too long`);
  ring.add('another line');
  const again = performance.now();
  viewLog(ring, state, room);
  expect(performance.now() - again).toBeLessThan(100);
});

it('said of a simple pattern that it takes too long, because the process was kept waiting meanwhile', () => {
  const cpuUsage = vi.spyOn(process, 'cpuUsage').mockReturnValue({ user: 1_000, system: 0 });
  const pattern = parsePattern('0.12');
  const kept = new Int32Array(new SharedArrayBuffer(4));
  let attempts = 0;
  const search = (): boolean => {
    attempts += 1;
    // Without CPU time, until the time box ends it.
    if (attempts === 1) Atomics.wait(kept, 0, 0, 60_000);
    return matchesPattern(pattern, 'value: 0.12');
  };
  expect(withinTimeBox(pattern, search, () => false)).toBe(true);
  expect(tookTooLong(pattern)).toBe(false);
  expect(attempts).toBe(2);
  cpuUsage.mockRestore();
});
