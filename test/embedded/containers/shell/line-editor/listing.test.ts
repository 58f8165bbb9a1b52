import { expect, it } from 'vitest';
import { commonStart, listed } from '../../../../../source/embedded/containers/shell/line-editor/listing.ts';

it('lists names down the columns, in as many columns as fit', () => {
  const names = ['one', 'two', 'three', 'four', 'five'];
  expect(listed(names, 80)).toBe('one    two    three  four   five\n');
  expect(listed(names, 22)).toBe('one    three  five\ntwo    four\n');
  expect(listed(names, 3)).toBe('one\ntwo\nthree\nfour\nfive\n');
});

it('the slash of a directory uses the gap between columns', () => {
  expect(listed(['a b', 'archive/', 'current/'], 80)).toBe('a b      archive/ current/\n');
});

it('finds the common prefix of all names', () => {
  expect(commonStart(['kafka-topics', 'kafka-configs'])).toBe('kafka-');
  expect(commonStart(['one'])).toBe('one');
  expect(commonStart(['a', 'b'])).toBe('');
});
