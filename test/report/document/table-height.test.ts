import { expect, it } from 'vitest';
import type { TableBlock } from '../../../source/report/document/model.ts';
import { isShort } from '../../../source/report/document/table-height.ts';

const table = (rows: number, letters: number): TableBlock => ({
  kind: 'table',
  number: 1,
  title: 'Table',
  caption: [],
  columns: [
    { title: 'Feature', share: 50 },
    { title: 'Impact', share: 50 },
  ],
  rows: Array.from({ length: rows }, () => [[[{ text: 'x' }]], [[{ text: 'y'.repeat(letters) }]]]),
});

it('a table of few rows with a lot in them may be divided between pages, a lower one not', () => {
  expect(isShort(table(6, 10))).toBe(true);
  expect(isShort(table(6, 400))).toBe(false);
  expect(isShort(table(30, 10))).toBe(false);
});
