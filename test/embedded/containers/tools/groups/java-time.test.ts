import { describe, expect, it } from 'vitest';
import { durationOf, timestampOf } from '../../../../../source/embedded/containers/tools/groups/java-time.ts';

describe('a time as Kafka reads it', () => {
  it.each([
    ['2020-11-01T00:00:00.000', '2020-11-01T00:00:00.000Z'],
    ['2020-11-01T00:00:00.000Z', '2020-11-01T00:00:00.000Z'],
    ['2020-11-01T00:00:00.000+05:30', '2020-10-31T18:30:00.000Z'],
    // Without a colon, only the hours are read.
    ['2020-11-01T00:00:00.000+0530', '2020-10-31T19:00:00.000Z'],
    ['2020-11-01T00:00:00.000-02', '2020-11-01T02:00:00.000Z'],
    ['2020-1-1T1:1:1.1', '2020-01-01T01:01:01.001Z'],
  ])('%s', (text, utc) => {
    expect(new Date(timestampOf(text)).toISOString()).toBe(utc);
  });

  it.each([
    ['2020-11-01', "It does not contain a 'T'"],
    ['2020-11-01T00:00:00', 'Unparseable date: "2020-11-01T00:00:00Z"'],
    ['2020-13-01T00:00:00.000', 'Unparseable date: "2020-13-01T00:00:00.000Z"'],
    ['2020-02-30T00:00:00.000', 'Unparseable date'],
    ['2020-02-03T24:00:00.000', 'Unparseable date'],
  ])('not %s', (text, message) => {
    expect(() => timestampOf(text)).toThrow(message);
  });
});

describe('a duration', () => {
  it.each([
    ['PT1H', 3_600_000],
    ['P1DT2H3M4.5S', 93_784_500],
    ['-PT1M', -60_000],
    ['pt0s', 0],
    ['PT-1.5S', -1500],
  ])('%s', (text, ms) => {
    expect(durationOf(text)).toBe(ms);
  });

  it.each(['', 'P', 'PT', '1h', 'P1Y', 'PT1'])('not %j', (text) => {
    expect(() => durationOf(text)).toThrow('Text cannot be parsed to a Duration');
  });
});
