import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../../source/journal/events.ts';
import { playbackTimes } from '../../../source/session/replay/playback-times.ts';

const at = '2026-12-01T00:00:00.000Z';

const note = (ms: number): JournalEvent => ({ v: 1, at, ms, type: 'notice', level: 'info', text: 'n' });
const tick = (ms: number): JournalEvent => ({
  v: 1,
  at,
  ms,
  type: 'counters',
  consumer: 'none',
  endOffsets: [ms],
  received: [0],
});
const started = (ms: number): JournalEvent => ({
  v: 1,
  at,
  ms,
  type: 'session-started',
  app: '1',
  node: '20',
  platform: 'linux',
  cluster: 'embedded',
  lab: 'kafka',
});

/** One a second between two times, in seconds. */
const ticks = (from: number, until: number): JournalEvent[] =>
  Array.from({ length: until - from - 1 }, (_, index) => tick((from + index + 1) * 1_000));

describe('the times of a replay', () => {
  it('keep what happens within seconds as it was, and cut what is idle to three', () => {
    expect(playbackTimes([note(0), note(1_000), note(61_000), note(62_500)])).toEqual({
      offsets: [0, 1_000, 4_000, 5_500],
      totalMs: 5_500,
    });
  });

  it('do not take ten minutes of samples and nothing else for activity', () => {
    const { offsets, totalMs } = playbackTimes([note(0), ...ticks(0, 600), note(600_000)]);
    expect(totalMs).toBe(3_000);
    expect(offsets.length).toBe(601);
    expect(offsets[300]).toBeCloseTo(1_500);
    expect(offsets.every((each, index) => index === 0 || each >= offsets[index - 1]!)).toBe(true);
  });

  it('show the samples of a short stretch when they came', () => {
    expect(playbackTimes([note(0), ...ticks(0, 3), note(2_900)]).offsets).toEqual([0, 1_000, 2_000, 2_900]);
  });

  it('cut the samples before the session is left, or opened again with another origin of time', () => {
    const events = [note(0), ...ticks(0, 100), started(50), note(1_050), ...ticks(1, 100)];
    const { offsets, totalMs } = playbackTimes(events);
    expect(offsets[100]).toBe(3_000);
    expect(offsets[101]).toBe(4_000);
    expect(totalMs).toBe(7_000);
  });

  it('never run backwards, whatever the times of a journal say', () => {
    const { offsets } = playbackTimes([note(5_000), tick(9_000), tick(1_000), note(4_000), note(8_000)]);
    expect(offsets).toEqual([0, 0, 0, 0, 3_000]);
  });

  it('are none for no events', () => {
    expect(playbackTimes([])).toEqual({ offsets: [], totalMs: 0 });
  });
});
