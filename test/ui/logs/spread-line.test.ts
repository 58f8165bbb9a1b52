import { describe, expect, it } from 'vitest';
import { line, lineWidth, plainText, span } from '../../../source/ui/logs/line.ts';
import { spreadLine } from '../../../source/ui/logs/spread-line.ts';

const spread = (text: string, cells: number, most: number): string[] =>
  spreadLine(line(text), cells, most).map(plainText);

describe('a line in several rows', () => {
  it('is one row where it fits', () => {
    expect(spread('a short line', 12, 5)).toEqual(['a short line']);
    expect(spread('a short line', 11, 1)).toEqual(['a short line']);
    expect(spread('', 10, 5)).toEqual(['']);
  });

  it('goes on between two words, and in the middle of one that is too long', () => {
    expect(spread('start publishing to kafka-0.kafka', 18, 5)).toEqual([
      'start publishing ',
      '  to kafka-0.kafka',
    ]);
    expect(spread('x'.repeat(20), 10, 5)).toEqual(['x'.repeat(10), `  ${'x'.repeat(8)}`, '  xx']);
  });

  it('has a last row that is too wide where it has too few', () => {
    const rows = spreadLine(line('one two three four five six'), 10, 2);
    expect(rows).toHaveLength(2);
    expect(lineWidth(rows[1]!)).toBeGreaterThan(10);
  });

  it('keeps its styles', () => {
    const [, second] = spreadLine(line('received 12, ', span('partition 3', { bold: true })), 16, 3);
    expect(second).toContainEqual({ text: 'partition 3', bold: true });
  });

  it('tears no wide character, and ends in the narrowest pane', () => {
    for (const cells of [1, 2, 3, 4, 9])
      for (const text of ['漢'.repeat(40), '👩‍👩‍👧‍👦 '.repeat(9), ' '.repeat(50)]) {
        const rows = spreadLine(line(text), cells, 6);
        expect(rows.length).toBeLessThanOrEqual(6);
        expect(rows.map(plainText).join('')).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
      }
  });
});
