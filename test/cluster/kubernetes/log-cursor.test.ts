import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogCursor, parseStampedLine } from '../../../source/cluster/kubernetes/log-cursor.ts';

describe('parseStampedLine', () => {
  it('separates the timestamp from the text', () => {
    expect(parseStampedLine('2026-11-22T10:00:01.123456789Z  two spaces')).toEqual({
      stamp: '2026-11-22T10:00:01.123456789Z',
      at: Date.UTC(2026, 10, 22, 10, 0, 1, 123),
      text: ' two spaces',
    });
    expect(parseStampedLine('2026-11-22T10:00:01Z')).toMatchObject({ text: '' });
    expect(parseStampedLine('2026-11-22T12:00:01+02:00 x')?.at).toBe(Date.UTC(2026, 10, 22, 10, 0, 1));
  });

  it('reads a line the same whatever line was read before it', () => {
    const second = fc.constantFrom('2026-11-22T10:00:01', '2026-11-22T10:00:02', '2026-02-31T10:00:01');
    const fraction = fc.constantFrom(
      '',
      '.',
      '.5',
      '.007',
      '.000000001',
      '.999999999',
      '.12345678x',
      '.1234567891',
    );
    const zone = fc.constantFrom('Z', '+02:00', '', 'X');
    const text = fc.constantFrom('', ' ', ' text', ' 2026-11-22T10:00:01Z x', 'text');
    const line = fc.tuple(second, fraction, zone, text).map((parts) => parts.join(''));
    fc.assert(
      fc.property(line, line, (before, each) => {
        parseStampedLine('1999-01-01T00:00:00Z other');
        const alone = parseStampedLine(each);
        parseStampedLine(before);
        expect(parseStampedLine(each)).toEqual(alone);
      }),
    );
  });

  it('knows each millisecond of a second', () => {
    for (let ms = 0; ms < 1000; ms += 1) {
      const at = Date.UTC(2026, 10, 22, 10, 0, 1, ms);
      expect(parseStampedLine(`${new Date(at).toISOString()} x`)?.at).toBe(at);
      expect(parseStampedLine(`${new Date(at).toISOString().slice(0, -1)}999999Z x`)?.at).toBe(at);
    }
  });

  it('is undefined for anything else', () => {
    for (const line of ['', 'text', '2026-11-22', '2026-99-99T99:99:99Z x'])
      expect(parseStampedLine(line)).toBeUndefined();
  });
});

describe('LogCursor', () => {
  /** Behaves as a kubelet: `sinceTime` has whole seconds, and every line from that time on is sent, in the order of the log. */
  const serve = (log: readonly string[], sinceTime: string | undefined): string[] =>
    sinceTime === undefined
      ? [...log]
      : log.filter((line) => Date.parse(line.slice(0, 30)) >= Date.parse(sinceTime));

  it('neither loses nor repeats a line, wherever streams break off', () => {
    // Few times and few texts, so that some lines are equal in both.
    const line = fc.tuple(
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom('0', '000000001', '9'),
      fc.constantFrom('a', 'b'),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 40 }),
        fc.array(fc.nat(12), { maxLength: 12 }),
        (raw, breaks) => {
          const log = raw
            .map(
              ([second, fraction, text]) => `2026-11-22T10:00:0${second}.${fraction.padEnd(9, '0')}Z ${text}`,
            )
            .map((text, index) => ({ text, index, stamp: text.slice(0, 30) }))
            .sort((a, b) => (a.stamp < b.stamp ? -1 : a.stamp > b.stamp ? 1 : a.index - b.index))
            .map(({ text }) => text);
          const cursor = new LogCursor();
          const read: string[] = [];
          for (const length of [...breaks, log.length + 1]) {
            for (const text of serve(log, cursor.resume()).slice(0, length)) {
              if (cursor.accept(parseStampedLine(text)!)) read.push(text);
            }
          }
          expect(read).toEqual(log);
        },
      ),
      { numRuns: 500 },
    );
  });
});
