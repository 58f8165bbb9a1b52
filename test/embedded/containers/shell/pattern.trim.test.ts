import { expect, test } from 'vitest';
import { trim } from '../../../../source/embedded/containers/shell/pattern.ts';

const plain = (text: string) => [{ text, quoted: false }];

test('takes the shortest and the longest prefix and suffix', async () => {
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

test('a pattern of many stars takes time in proportion to the value', async () => {
  const value = 'a'.repeat(5000);
  expect(await trim(value, '%%', plain(`${'*a'.repeat(50)}b`))).toBe(value);
  expect(await trim(value, '##', plain(`${'*a'.repeat(50)}b`))).toBe(value);
});
