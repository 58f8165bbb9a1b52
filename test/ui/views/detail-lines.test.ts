import { expect, it } from 'vitest';
import { parsePattern } from '../../../source/ui/logs/pattern.ts';
import { detailLines } from '../../../source/ui/views/detail-lines.ts';
import { freshDetail } from '../../../source/ui/views/detail-state.ts';

const room = { columns: 10, rows: 12 };
const content = { lines: ['first', 'x'.repeat(100), 'second', 'third'], dropped: 0, loaded: true };
const rowsAt = (state = freshDetail(true)) => detailLines(content, state, room).flatMap(({ rows }) => rows);

it('left rows free above the end of a log whose next line is longer than they are', () => {
  expect(rowsAt()).toHaveLength(12);
  const short = { ...room, rows: 9 };
  const rows = detailLines(content, freshDetail(true), short).flatMap((line) => line.rows);
  expect(rows).toEqual([...Array.from({ length: 7 }, () => 'x'.repeat(10)), 'second', 'third']);
});

it('keeps a match at the top, even where that leaves rows free', () => {
  const state = { ...freshDetail(false), top: 2, pattern: parsePattern('second') };
  expect(rowsAt(state)).toEqual(['second', 'third']);
});

it('does not reach above the first line', () => {
  expect(detailLines({ ...content, lines: ['only'] }, freshDetail(true), room)).toHaveLength(1);
});

it('tore words although there were blanks', () => {
  const lines = ['  0/5 nodes are available: 4 Insufficient memory'];
  const rows = detailLines({ ...content, lines }, freshDetail(false), { columns: 24, rows: 5 })[0]!.rows;
  expect(rows).toEqual(['  0/5 nodes are ', 'available: 4 ', 'Insufficient memory']);
  expect(rows.join('')).toBe(lines[0]);
});
