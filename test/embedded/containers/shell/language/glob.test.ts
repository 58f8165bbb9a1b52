import { expect, test } from 'vitest';
import { replacer, trimmer } from '../../../../../source/embedded/containers/shell/language/glob.ts';

type Pieces = Parameters<typeof trimmer>[1];
const plain = (text: string): Pieces => [{ text, quoted: false }];
const trim = (value: string, operator: Parameters<typeof trimmer>[0], pieces: Pieces) =>
  trimmer(operator, pieces)(value);

test('removes the shortest and the longest prefix and suffix', async () => {
  const path = '/var/lib/kafka.tar.gz';
  expect(await trim(path, '#', plain('*/'))).toBe('var/lib/kafka.tar.gz');
  expect(await trim(path, '##', plain('*/'))).toBe('kafka.tar.gz');
  expect(await trim(path, '%', plain('.*'))).toBe('/var/lib/kafka.tar');
  expect(await trim(path, '%%', plain('.*'))).toBe('/var/lib/kafka');
  expect(await trim('kafka-12', '##', plain('*-'))).toBe('12');
  expect(await trim('kafka-12', '%', plain('[0-9]'))).toBe('kafka-1');
  expect(await trim('kafka-x', '%', plain('[!0-9]'))).toBe('kafka-');
  expect(await trim('a*b', '#', [{ text: 'a*', quoted: true }])).toBe('b');
  expect(await trim('abc', '#', plain('x'))).toBe('abc');
  expect(await trim('abc', '##', plain('*'))).toBe('');
  expect(await trim('abc', '#', plain('*'))).toBe('abc');
  expect(await trim('a]b', '#', plain('a[]x]'))).toBe('b');
  expect(await trim('[x', '#', plain('['))).toBe('x');
});

test('a pattern with many stars takes time linear in the value', async () => {
  const value = 'a'.repeat(5000);
  expect(await trim(value, '%%', plain(`${'*a'.repeat(50)}b`))).toBe(value);
  expect(await trim(value, '##', plain(`${'*a'.repeat(50)}b`))).toBe(value);
});

test('replaces the first match, all matches, or the one at an end', async () => {
  const replace = (value: string, where: Parameters<typeof replacer>[0], pattern: string) =>
    replacer(where, plain(pattern), '-')(value);
  expect(await replace('a.b.c', 'first', '.')).toBe('a-b.c');
  expect(await replace('a.b.c', 'all', '.')).toBe('a-b-c');
  expect(await replace('a.b.c', 'all', '[a-b]')).toBe('-.-.c');
  expect(await replace('abca', 'start', 'a')).toBe('-bca');
  expect(await replace('abca', 'end', 'a')).toBe('abc-');
  expect(await replace('abc', 'all', '')).toBe('abc');
});

test('a replacement that makes a value too long is refused before it allocates memory', async () => {
  const value = 'a'.repeat(100_000);
  await expect(replacer('all', plain('a'), 'b'.repeat(100_000))(value)).rejects.toThrow('word too long');
});

test('a pattern that is too large is refused', () => {
  expect(() => trimmer('#', plain('a'.repeat(100_000)))).toThrow('the pattern is too big');
  expect(() => trimmer('#', plain('?'.repeat(10_000)))).toThrow('the pattern is too big');
});
