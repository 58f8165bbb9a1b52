import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../../source/session/run/line-splitter.ts';

describe('a line splitter', () => {
  it('returns whole lines, wherever the text is cut', () => {
    const text = 'one\ntwo\r\n\nfour';
    for (let cut = 0; cut <= text.length; cut += 1) {
      const splitter = new LineSplitter();
      const lines = [
        ...splitter.push(text.slice(0, cut)),
        ...splitter.push(text.slice(cut)),
        ...splitter.end(),
      ].map(({ text: line }) => line);
      expect(lines).toEqual(['one', 'two', '', 'four']);
    }
  });

  it('removes control sequences that move the cursor', () => {
    expect(new LineSplitter().push('\u001b[2Jred\u001b[0m\u0007\n')).toEqual([{ text: 'red', looks: [] }]);
  });

  it('keeps looks where they are when a line comes in parts, and its tabs become spaces', () => {
    const splitter = new LineSplitter();
    splitter.push('a\tb', [{ line: 0, from: 0, length: 1, bold: true }]);
    const looks = [
      { line: 0, from: 1, length: 2, colour: 1 },
      { line: 1, from: 0, length: 1, dim: true },
    ];
    expect(splitter.push('c\td\nx', looks)).toEqual([
      {
        text: 'a       bc      d',
        looks: [
          { from: 0, length: 1, bold: true },
          { from: 10, length: 7, colour: 1 },
        ],
      },
    ]);
    expect(splitter.end()).toEqual([{ text: 'x', looks: [{ from: 0, length: 1, dim: true }] }]);
  });

  it('does not wait forever for the end of a line', () => {
    const splitter = new LineSplitter();
    let lines = 0;
    for (let index = 0; index < 100; index += 1) lines += splitter.push('x'.repeat(10_000)).length;
    expect(lines).toBeGreaterThan(5);
  });
});
