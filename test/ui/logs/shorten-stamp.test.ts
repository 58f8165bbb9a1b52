import { describe, expect, it } from 'vitest';
import { neededShortening, shortenStamp } from '../../../source/ui/logs/shorten-stamp.ts';

describe('the time before a line', () => {
  it.each([
    ['2026/11/30 00:18:30 test: received 1000', '00:18:30 test: received 1000', 'test: received 1000'],
    ['2026-11-30T00:18:30.123Z ready', '00:18:30.123Z ready', 'ready'],
    ['2026-11-30 00:18:30,123 INFO ready', '00:18:30,123 INFO ready', 'INFO ready'],
    ['[2026-11-30 00:18:30,123] INFO ready', '[00:18:30,123] INFO ready', 'INFO ready'],
    ['12345 messages', '12345 messages', '12345 messages'],
    ['', '', ''],
  ])('gives way: %s', (text, withoutDate, withoutBoth) => {
    expect(shortenStamp(text, 'none')).toBe(text);
    expect(shortenStamp(text, 'date')).toBe(withoutDate);
    expect(shortenStamp(text, 'date and time')).toBe(withoutBoth);
  });

  const text = '2026/11/30 00:18:30 test: received 1000 messages, partition 3, offset 17, value: 0.91';
  const place = text.indexOf(', value');
  const partition = text.indexOf(', offset');

  it.each([
    [text.length, 'none', 'all of it fits'],
    [text.length - 1, 'date', 'all of it fits without the date'],
    [place - 11 + 1, 'date', 'the offset and a … fit without the date'],
    [place - 11, 'date and time', 'the … would take the end of the offset'],
    [place - 20 + 1, 'date and time', 'the offset fits without the time'],
    [place - 20, 'date, time and name', 'the … would take the end of the offset, and the name is known'],
    [place - 26 + 1, 'date, time and name', 'the offset fits without the name'],
    [place - 26, 'date and time', 'the offset never fits, and the partition does without the time'],
    [partition - 11, 'date, time and name', 'the offset fits without the name'],
    [partition - 20, 'date, time and name', 'the partition fits without the name'],
    [partition - 26, 'date', 'the partition never fits'],
  ])('in %i cells: %s, since %s', (cells, needed) => {
    expect(neededShortening([text], cells)).toBe(needed);
  });

  it('gives way in all lines alike, for the one that needs most', () => {
    const short = '2026/11/30 00:18:30 ready';
    expect(neededShortening([short, text, short], place - 11)).toBe('date and time');
    expect(neededShortening([short, `${short} ${'x'.repeat(90)}`], place - 11)).toBe('date');
  });

  it('kept the name of the program in half a screen, and cut the offset', () => {
    const shortened = neededShortening([text], 50);
    expect(shortenStamp(text, shortened)).toMatch(/^received 1000 messages, partition 3, offset 17,/);
  });

  it('stays where a long line has none', () => {
    expect(neededShortening(['x'.repeat(90)], 40)).toBe('none');
  });
});
