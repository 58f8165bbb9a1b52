import { describe, expect, it } from 'vitest';
import { plainText } from '../../../source/ui/logs/line.ts';
import {
  filterLog,
  followLog,
  jumpToMatch,
  limitLog,
  pauseLog,
  scrollLog,
} from '../../../source/ui/logs/log-moves.ts';
import { followingLogPane, type LogPaneState } from '../../../source/ui/logs/log-pane-state.ts';
import { logTitle } from '../../../source/ui/logs/log-title.tsx';
import { viewLog } from '../../../source/ui/logs/log-view.ts';
import { parsePattern } from '../../../source/ui/logs/pattern.ts';
import { nextRange, parseRange, rangeLabel } from '../../../source/ui/logs/time-range.ts';
import { plainText as textOf } from '../../../source/ui/text/text.tsx';
import { FakeRing, fakeView } from '../fake-session.ts';

const room = { columns: 40, rows: 5 };
const minute = 60_000;

/** One line per minute: `minute 0` arrived at 0. */
function ringOfMinutes(count: number): FakeRing {
  const ring = new FakeRing();
  for (let number = 0; number < count; number += 1) ring.add(`minute ${number}`, { at: number * minute });
  return ring;
}

const shown = (ring: FakeRing, state: LogPaneState, now: number): string[] =>
  viewLog(ring, state, room, now).lines.map(plainText);

describe('the time range of a log pane', () => {
  it('shows the lines of that period, and moves on with the time', () => {
    const ring = ringOfMinutes(10);
    const state = limitLog(followingLogPane, 2 * minute);
    expect(shown(ring, state, 9 * minute)).toEqual(['minute 7', 'minute 8', 'minute 9']);
    expect(shown(ring, state, 10.5 * minute)).toEqual(['minute 9']);
    expect(shown(ring, state, 20 * minute)).toEqual(['no line in the last 2m']);
    expect(shown(ring, limitLog(state, undefined), 20 * minute)).toHaveLength(5);
  });

  it('does not move while paused, even if chosen then', () => {
    const ring = ringOfMinutes(10);
    const paused = pauseLog(limitLog(followingLogPane, 2 * minute), ring, 9 * minute);
    ring.add('late', { at: 30 * minute });
    expect(shown(ring, paused, 30 * minute)).toEqual(['minute 7', 'minute 8', 'minute 9']);
    expect(shown(ring, limitLog(paused, minute), 30 * minute)).toEqual(['minute 8', 'minute 9']);
    expect(shown(ring, followLog(paused), 30 * minute)).toEqual(['late']);
  });

  it('combines with a filter, and matches are counted within it', () => {
    const ring = ringOfMinutes(10);
    const state = filterLog(limitLog(followingLogPane, 3 * minute), parsePattern('[0-8]$'));
    expect(shown(ring, state, 9 * minute)).toEqual(['minute 6', 'minute 7', 'minute 8']);
    expect(viewLog(ring, state, room, 9 * minute).matches).toBe(3);
    const none = filterLog(state, parsePattern('absent'));
    expect(shown(ring, none, 9 * minute)).toEqual(['no match in the last 3m']);
    const jumped = jumpToMatch(state, ring, -1, room.rows, 9 * minute);
    expect(jumped.match).toBe(8);
    expect(shown(ring, jumped, 9 * minute)[0]).toContain('minute 6');
  });

  it('is not left by scrolling', () => {
    const ring = ringOfMinutes(10);
    const state = limitLog(followingLogPane, 6 * minute);
    const top = scrollLog(state, ring, Number.NEGATIVE_INFINITY, room.rows, 9 * minute);
    expect(shown(ring, top, 9 * minute)[0]).toBe('minute 3');
  });

  it('works for lines of several pods that are out of order', () => {
    const ring = new FakeRing();
    ring.add('new', { at: 9 * minute });
    ring.add('old', { at: minute });
    expect(shown(ring, limitLog(followingLogPane, minute), 9 * minute)).toEqual(['new']);
  });

  it('is shown in the title', () => {
    const ring = ringOfMinutes(1);
    const state = limitLog(followingLogPane, 5 * minute);
    const title = logTitle('producer', fakeView(), state, viewLog(ring, state, room, 0));
    expect(textOf(title)).toContain('last 5m');
  });

  it('cycles through its ranges, and back to all', () => {
    const seen: (number | undefined)[] = [nextRange(undefined)];
    while (seen.at(-1) !== undefined) seen.push(nextRange(seen.at(-1)));
    expect(seen.map((range) => range && rangeLabel(range))).toEqual([
      '1m',
      '5m',
      '15m',
      '30m',
      '1h',
      undefined,
    ]);
  });

  it('is typed as seconds, minutes or hours, up to a day', () => {
    expect(parseRange('90s')).toEqual({ since: 90_000 });
    expect(parseRange('24h')).toEqual({ since: 1_440 * minute });
    expect(parseRange('all')).toEqual({ since: undefined });
    for (const wrong of ['', '5', '0m', '-1m', '25h', '5d', '1e3s', '99999999999h', '5m '])
      expect(parseRange(wrong)).toBeUndefined();
  });
});
