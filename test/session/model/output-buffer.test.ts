import { describe, expect, it } from 'vitest';
import { OutputBuffer } from '../../../source/session/model/output-buffer.ts';

describe('an output buffer', () => {
  it('keeps the last lines, and counts the others', () => {
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
