import { expect, it } from 'vitest';
import { History } from '../../../../../source/embedded/containers/shell/language/history.ts';

it('continues its numbers after the first lines are dropped', () => {
  const history = new History();
  for (const line of ['a', 'b', 'c', 'd']) history.add(line, 3);
  expect(history.lines).toEqual(['b', 'c', 'd']);
  expect([history.first, history.next]).toEqual([2, 5]);
  expect([history.get(2), history.get(-1), history.get(1), history.get(5)]).toEqual([
    'b',
    'd',
    undefined,
    undefined,
  ]);
});

it('deletes lines by number and by text', () => {
  const history = new History();
  for (const line of ['a', 'b', 'a', 'c']) history.add(line);
  expect(history.delete(2)).toBe(true);
  expect(history.delete(9)).toBe(false);
  history.erase('a');
  expect(history.lines).toEqual(['c']);
  history.clear();
  expect([history.lines.length, history.next]).toEqual([0, 1]);
});

it('keeps at most a megabyte', () => {
  const history = new History();
  for (let count = 0; count < 50; count++) history.add('x'.repeat(60_000));
  expect(history.lines.length).toBeLessThan(20);
});
