import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamSanitizer } from '../../source/text/stream-sanitizer.ts';
import { findHostile, hostileTexts } from './hostile-texts.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

function inChunks(text: string, size: number): string {
  const sanitizer = new StreamSanitizer();
  const all = bytes(text);
  let shown = '';
  for (let at = 0; at < all.length; at += size) shown += sanitizer.push(all.subarray(at, at + size));
  return shown + sanitizer.end();
}

describe('a stream to a terminal', () => {
  it('shows a prompt before its line ends', () => {
    const sanitizer = new StreamSanitizer();
    expect(sanitizer.push(bytes('name: '))).toBe('name: ');
  });

  it('waits for the end of an escape sequence, and lets none of it through', () => {
    const sanitizer = new StreamSanitizer();
    expect(sanitizer.push(bytes('a\u001b]0;tit'))).toBe('a');
    expect(sanitizer.push(bytes('le\u0007b\n'))).toBe('b\n');
  });

  it('moves text that would overwrite a line to the next line', () => {
    expect(inChunks('10%\r50%\r\nend\r\n', 100)).toBe('10%\n50%\nend\n');
  });

  it('does not truncate long lines', () => {
    expect(inChunks('x'.repeat(100_000), 7_000)).toHaveLength(100_000);
  });

  it.each(hostileTexts)('contains nothing hostile from $what, however it is cut', ({ text }) => {
    for (const size of [1, 2, 3, 5, 100]) {
      expect(findHostile(inChunks(`${text}\n`, size))).toBeUndefined();
    }
  });

  it('gives up on a sequence that never ends', () => {
    const sanitizer = new StreamSanitizer();
    for (let at = 0; at < 100; at += 1) sanitizer.push(bytes(`\u001b]${'x'.repeat(1_000)}`));
    expect(sanitizer.push(bytes('\nplain'))).toContain('plain');
  });

  it('contains nothing hostile, whatever the input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9 }), (text, size) => {
        expect(findHostile(inChunks(text, size))).toBeUndefined();
      }),
    );
  });
});
