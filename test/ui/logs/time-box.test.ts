import { expect, it } from 'vitest';
import { followingLogPane } from '../../../source/ui/logs/log-pane-state.ts';
import { logTitle } from '../../../source/ui/logs/log-title.tsx';
import { viewLog } from '../../../source/ui/logs/log-view.ts';
import { parsePattern } from '../../../source/ui/logs/pattern.ts';
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
