import { describe, expect, it } from 'vitest';
import { lineWidth, plainText } from '../../../source/ui/logs/line.ts';
import {
  filterLog,
  followLog,
  jumpToMatch,
  markLog,
  pauseLog,
  scrollLog,
} from '../../../source/ui/logs/log-moves.ts';
import { followingLogPane, type LogPaneState } from '../../../source/ui/logs/log-pane-state.ts';
import { viewLog } from '../../../source/ui/logs/log-view.ts';
import { parsePattern } from '../../../source/ui/logs/pattern.ts';
import { FakeRing } from '../fake-session.ts';

const room = { columns: 20, rows: 4 };

function ringOf(count: number, capacity = 100): FakeRing {
  const ring = new FakeRing(capacity);
  for (let number = 0; number < count; number += 1) ring.add(`line ${number}`);
  return ring;
}

function shown(ring: FakeRing, state: LogPaneState, size = room): string[] {
  return viewLog(ring, state, size).lines.map(plainText);
}

describe('a log pane', () => {
  it('follows the newest lines', () => {
    const ring = ringOf(6);
    expect(shown(ring, followingLogPane)).toEqual(['line 2', 'line 3', 'line 4', 'line 5']);
    ring.add('line 6');
    expect(shown(ring, followingLogPane).at(-1)).toBe('line 6');
  });

  it('shows fewer lines than fit from the top', () => {
    expect(shown(ringOf(2), followingLogPane)).toEqual(['line 0', 'line 1']);
  });

  it('counts new lines while paused, without scrolling', () => {
    const ring = ringOf(6);
    const paused = pauseLog(followingLogPane, ring, 0);
    for (let count = 0; count < 3; count += 1) ring.add('new');
    const view = viewLog(ring, paused, room);
    expect(view.lines.map(plainText)).toEqual(['line 2', 'line 3', 'line 4', 'line 5']);
    expect(view.newLines).toBe(3);
    expect(shown(ring, followLog(paused)).at(-1)).toBe('new');
  });

  it('does not scroll when a paused line is dropped from the ring buffer', () => {
    const ring = ringOf(6, 8);
    const paused = pauseLog(followingLogPane, ring, 0);
    for (let count = 0; count < 100; count += 1) ring.add('new');
    expect(ring.slice(0, 6)).toEqual([]);
    expect(shown(ring, paused)).toEqual(['line 2', 'line 3', 'line 4', 'line 5']);
  });

  it('filters while paused, and stays in place when the filter is removed', () => {
    const ring = ringOf(30);
    const paused = pauseLog(followingLogPane, ring, 0);
    ring.add('line 29 again');
    const filtered = filterLog(paused, parsePattern('line .*9'));
    expect(shown(ring, filtered)).toEqual(['line 9', 'line 19', 'line 29']);
    expect(viewLog(ring, filtered, room).matches).toBe(3);
    expect(shown(ring, filterLog(filtered, undefined)).at(-1)).toBe('line 29');
  });

  it('keeps filtering new lines while it follows', () => {
    const ring = ringOf(30);
    const filtered = filterLog(followingLogPane, parsePattern('9$'));
    expect(shown(ring, filtered).at(-1)).toBe('line 29');
    ring.add('line 30');
    ring.add('line 39');
    expect(shown(ring, filtered).at(-1)).toBe('line 39');
  });

  it('shows nothing for an invalid pattern, and says why', () => {
    const pattern = parsePattern('(');
    expect(pattern).toMatchObject({ source: '(', problem: expect.stringContaining('Unterminated') });
    expect(shown(ringOf(3), filterLog(followingLogPane, pattern))).toEqual([]);
  });

  it('moves from match to match with the lines around them', () => {
    const ring = ringOf(30);
    let state = filterLog(followingLogPane, parsePattern('9$'));
    state = jumpToMatch(state, ring, -1, room.rows, 0);
    expect(state.match).toBe(29);
    state = jumpToMatch(state, ring, -1, room.rows, 0);
    expect(shown(ring, state)).toEqual(['  line 18', '▶ line 19', '  line 20', '  line 21']);
    state = jumpToMatch(state, ring, 1, room.rows, 0);
    expect(state.match).toBe(29);
  });

  it('scrolls by visible lines, stops at both ends, and pauses', () => {
    const ring = ringOf(10);
    expect(scrollLog(followingLogPane, ring, 1, room.rows, 0)).toBe(followingLogPane);
    const up = scrollLog(followingLogPane, ring, -3, room.rows, 0);
    expect(shown(ring, up).at(-1)).toBe('line 6');
    const top = scrollLog(up, ring, Number.NEGATIVE_INFINITY, room.rows, 0);
    expect(shown(ring, top)[0]).toBe('line 0');
    expect(shown(ring, scrollLog(top, ring, 100, room.rows, 0)).at(-1)).toBe('line 9');
    const filtered = filterLog(top, parsePattern('[0-9]'));
    expect(shown(ring, scrollLog(filtered, ring, 2, room.rows, 0))).toEqual([
      'line 2',
      'line 3',
      'line 4',
      'line 5',
    ]);
  });

  it('wraps, with the end of the newest line in the last row', () => {
    const ring = ringOf(2);
    ring.add('0123456789'.repeat(5));
    const rows = shown(ring, { ...followingLogPane, wrap: true });
    expect(rows).toEqual(['line 1', '01234567890123456789', '01234567890123456789', '0123456789']);
  });

  it('cut long lines beside rows that were free', () => {
    const ring = ringOf(1);
    ring.add('start publishing messages');
    expect(shown(ring, followingLogPane)).toEqual(['line 0', 'start publishing ', '  messages']);
    ring.add('start receiving messages');
    // The newest line first.
    expect(shown(ring, followingLogPane)).toEqual([
      'line 0',
      'start publishing messages',
      'start receiving ',
      '  messages',
    ]);
    ring.add('line 3');
    expect(shown(ring, followingLogPane)).toEqual([
      'line 0',
      'start publishing messages',
      'start receiving messages',
      'line 3',
    ]);
  });

  it('keeps all lines and the reader’s marks in view when it wraps long ones', () => {
    const ring = ringOf(1);
    ring.add('0123456789'.repeat(20));
    const marked = markLog(followingLogPane, ring, 0);
    const rows = viewLog(ring, marked, room).lines;
    expect(rows.map(plainText)).toEqual([
      'line 0',
      '01234567890123456789',
      expect.stringMatching(/^ {2}0123/),
      expect.stringContaining('your mark'),
    ]);
    expect(lineWidth(rows[2]!)).toBeGreaterThan(room.columns);
  });

  it('shows the same lines when it is paused beside free rows', () => {
    const ring = ringOf(1);
    ring.add('start publishing messages');
    const before = shown(ring, followingLogPane);
    const paused = pauseLog(followingLogPane, ring, 0);
    ring.add('new');
    expect(shown(ring, paused)).toEqual(before);
    expect(shown(ring, scrollLog(paused, ring, -1, room.rows, 0))).toEqual(before);
  });

  it('lays out a line of 90,000 characters instantly, cut and wrapped', () => {
    for (const character of ['x', '漢']) {
      const ring = ringOf(3);
      ring.add(character.repeat(90_000));
      const started = performance.now();
      for (const wrap of [true, false, true, true, true, true]) {
        const { lines } = viewLog(ring, { ...followingLogPane, wrap }, room);
        expect(lines).toHaveLength(4);
        if (wrap) for (const row of lines) expect(lineWidth(row)).toBeLessThanOrEqual(20);
      }
      expect(performance.now() - started).toBeLessThan(4_000);
    }
  });

  it("draws the reader's marks where they were set, and the session's own", () => {
    const ring = ringOf(2);
    const marked = markLog(followingLogPane, ring, 0);
    expect(shown(ring, marked).at(-1)).toContain('your mark');
    ring.add('line 2');
    ring.add('swapped', { kind: 'mark' });
    expect(shown(ring, marked)).toEqual([
      'line 1',
      expect.stringContaining('your mark'),
      'line 2',
      '── swapped ──',
    ]);
  });

  it('keeps the session’s marks under a filter', () => {
    const ring = ringOf(3);
    ring.add('swapped', { kind: 'mark' });
    expect(shown(ring, filterLog(followingLogPane, parsePattern('1')))).toEqual(['line 1', '── swapped ──']);
  });

  it('counted its own marks among the matches', () => {
    const ring = ringOf(3);
    ring.add('swap to the group', { kind: 'mark' });
    const filtered = filterLog(followingLogPane, parsePattern('line 1'));
    expect(viewLog(ring, filtered, room).matches).toBe(1);
    ring.add('line 1 again');
    ring.add('rebalanced', { kind: 'mark' });
    expect(viewLog(ring, filtered, room).matches).toBe(2);
    expect(viewLog(ring, { ...filtered, since: 60_000 }, room, 0).matches).toBe(2);
    const nothing = filterLog(followingLogPane, parsePattern('swap'));
    expect(viewLog(ring, nothing, room).matches).toBe(0);
    expect(shown(ring, nothing)).toEqual(['── swap to the group', '── rebalanced ──']);
  });

  it('shows timestamps on request, and the pod if there are several', () => {
    const ring = new FakeRing();
    ring.add('one', { pod: 'consumer-abcde', at: new Date(2026, 0, 1, 9, 5, 7, 8).getTime() });
    expect(shown(ring, { ...followingLogPane, timestamps: true })).toEqual(['09:05:07.008 one']);
    ring.add('two', { pod: 'consumer-fghij' });
    expect(shown(ring, followingLogPane)).toEqual(['abcde one', 'fghij two']);
  });

  it('highlights the matches in a line, and otherwise its partition', () => {
    const ring = new FakeRing();
    ring.add('received 12, partition 3, offset 7');
    const partition = viewLog(ring, followingLogPane, room).lines.flat();
    expect(partition.find((part) => part.colour)?.text).toBe('partition 3');
    const match = viewLog(ring, filterLog(followingLogPane, parsePattern('o.fset')), room).lines.flat();
    expect(match.filter((part) => part.inverse).map((part) => part.text)).toEqual(['offset']);
  });
});
