import { describe, expect, it } from 'vitest';
import { CapturedText } from '../../source/session/captured-text.ts';
import { LineSplitter } from '../../source/session/line-splitter.ts';
import { BoundedLogRing } from '../../source/session/log-ring.ts';
import { OutputBuffer } from '../../source/session/output-buffer.ts';

describe('a log ring', () => {
  const fill = (ring: BoundedLogRing, lines: number) => {
    for (let at = 0; at < lines; at += 1) ring.add({ pod: 'p', at, text: `line ${at}`, kind: 'line' });
  };

  it('keeps the last lines under their own numbers', () => {
    const ring = new BoundedLogRing(3);
    fill(ring, 5);
    expect([ring.total, ring.length, ring.version]).toEqual([5, 3, 5]);
    expect(ring.slice(0, 99).map((line) => [line.number, line.text])).toEqual([
      [2, 'line 2'],
      [3, 'line 3'],
      [4, 'line 4'],
    ]);
    expect(ring.slice(3, 4).map((line) => line.number)).toEqual([3]);
    expect(ring.slice(0, 2)).toEqual([]);
    expect(ring.slice(4, 2)).toEqual([]);
  });

  it('is empty at first', () => {
    const ring = new BoundedLogRing(3);
    expect(ring.slice(0, 10)).toEqual([]);
    expect(ring.length).toBe(0);
  });
});

describe('an output buffer', () => {
  it('keeps the last lines and counts the others', () => {
    const buffer = new OutputBuffer(10);
    for (let line = 0; line < 35; line += 1) {
      buffer.add({ stream: 'stdout', text: String(line) });
      expect(buffer.elided + buffer.lines().length).toBe(line + 1);
      expect(buffer.lines().length).toBeLessThanOrEqual(10);
    }
    expect(buffer.lines().map((line) => line.text)).toEqual([
      '25',
      '26',
      '27',
      '28',
      '29',
      '30',
      '31',
      '32',
      '33',
      '34',
    ]);
  });
});

describe('a line splitter', () => {
  it('gives whole lines, however the text is cut', () => {
    const text = 'one\ntwo\r\n\nfour';
    for (let cut = 0; cut <= text.length; cut += 1) {
      const splitter = new LineSplitter();
      const lines = [
        ...splitter.push(text.slice(0, cut)),
        ...splitter.push(text.slice(cut)),
        ...splitter.end(),
      ];
      expect(lines).toEqual(['one', 'two', '', 'four']);
    }
  });

  it('takes out what would move a cursor', () => {
    expect(new LineSplitter().push('\u001b[2Jred\u001b[0m\u0007\n')).toEqual(['red']);
  });

  it('does not wait for ever for the end of a line', () => {
    const splitter = new LineSplitter();
    let lines = 0;
    for (let index = 0; index < 100; index += 1) lines += splitter.push('x'.repeat(10_000)).length;
    expect(lines).toBeGreaterThan(5);
  });
});

describe('captured text', () => {
  it('is bounded, and keeps the newest', () => {
    const captured = new CapturedText();
    for (let index = 0; index < 50; index += 1) captured.add('y'.repeat(100_000));
    captured.add('end');
    const text = captured.toString();
    expect(text.length).toBeLessThan(1_200_000);
    expect(text.endsWith('yend')).toBe(true);
  });

  it('cuts a single huge piece', () => {
    const captured = new CapturedText();
    captured.add(`${'z'.repeat(3_000_000)}end`);
    expect(captured.toString().length).toBe(1024 * 1024);
    expect(captured.toString().endsWith('zend')).toBe(true);
  });

  it('is empty when nothing came', () => {
    expect(new CapturedText().toString()).toBe('');
  });
});
