import { expect, test } from 'vitest';
import { ShellArray } from '../../../../../source/embedded/containers/shell/language/shell-array.ts';

test('elements are in the order of their indices, in whatever order they were set', () => {
  const array = new ShellArray(['a', 'b']);
  array.set(7, 'h');
  array.set(4, 'e');
  expect(array.keys()).toEqual([0, 1, 4, 7]);
  expect(array.values()).toEqual(['a', 'b', 'e', 'h']);
  expect([array.size, array.end, array.get(4), array.get(5)]).toEqual([4, 8, 'e', undefined]);
});

test('the next index follows the highest element when that is removed', () => {
  const array = new ShellArray(['a', 'b', 'c']);
  array.delete(1);
  expect(array.end).toBe(3);
  array.delete(2);
  expect([array.end, array.values()]).toEqual([1, ['a']]);
});

test('a copy and its original do not affect each other', () => {
  const original = new ShellArray(['a', 'b']);
  const copied = original.copy();
  original.set(0, 'x');
  copied.delete(1);
  expect(original.values()).toEqual(['x', 'b']);
  expect(copied.values()).toEqual(['a']);
});

test('appending does not become slower as the array grows', () => {
  const array = new ShellArray();
  for (let at = 0; at < 100_000; at++) array.set(array.end, 'x');
  expect(array.size).toBe(100_000);
});
