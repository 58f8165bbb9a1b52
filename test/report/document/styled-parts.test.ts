import { describe, expect, it } from 'vitest';
import { styledParts } from '../../../source/report/document/styled-parts.ts';

describe('the parts of a row', () => {
  it('are those of the part of the line that the row shows', () => {
    const looks = [{ from: 2, length: 6, colour: 1 }];
    expect(styledParts('abcdef', { looks, from: 5 })).toEqual([
      { text: 'abc', style: { colour: 1 } },
      { text: 'def' },
    ]);
  });

  it.each([
    [
      'overlap',
      [
        { from: 0, length: 4, bold: true },
        { from: 2, length: 3, dim: true },
      ],
      ['abcd', 'e', 'f'],
    ],
    [
      'are out of order',
      [
        { from: 4, length: 1, bold: true },
        { from: 0, length: 1, dim: true },
      ],
      ['a', 'bcd', 'e', 'f'],
    ],
    [
      'lie outside',
      [
        { from: 60_000, length: 9 },
        { from: 5, length: 60_000 },
      ],
      ['abcde', 'f'],
    ],
    ['are empty', [{ from: 3, length: 0, bold: true }], ['abcdef']],
  ])('are the whole text where looks %s', (_, looks, expected) => {
    expect(styledParts('abcdef', { looks, from: 0 }).map(({ text }) => text)).toEqual(expected);
  });

  it('split no character', () => {
    const text = 'a👩🏽‍🚀e\u0301';
    for (let from = 0; from <= text.length; from++)
      for (const { text: part } of styledParts(text, { looks: [{ from, length: 1, bold: true }], from: 0 }))
        expect(['a', '👩🏽‍🚀', 'e\u0301', 'a👩🏽‍🚀', '👩🏽‍🚀e\u0301', text]).toContain(part);
  });
});
