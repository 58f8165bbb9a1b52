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
      ];
      expect(lines).toEqual(['one', 'two', '', 'four']);
    }
  });

  it('removes control sequences that move the cursor', () => {
    expect(new LineSplitter().push('\u001b[2Jred\u001b[0m\u0007\n')).toEqual(['red']);
  });

  it('does not wait forever for the end of a line', () => {
    const splitter = new LineSplitter();
    let lines = 0;
    for (let index = 0; index < 100; index += 1) lines += splitter.push('x'.repeat(10_000)).length;
    expect(lines).toBeGreaterThan(5);
  });
});
