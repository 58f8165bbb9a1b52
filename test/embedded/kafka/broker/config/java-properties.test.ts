import { expect, it } from 'vitest';
import { readJavaProperties } from '../../../../../source/embedded/kafka/broker/config/java-properties.ts';

it.each([
  ['a=1\nb = 2\r\nc:3\nd 4\n', { a: '1', b: '2', c: '3', d: '4' }],
  ['# no\n ! no\n\n  a=1', { a: '1' }],
  ['a=one \\\n   two\nb=\\\\\nc=3', { a: 'one two', b: '\\', c: '3' }],
  ['a\\ b=1\\t2\\u0041\\q', { 'a b': '1\t2Aq' }],
  ['a=1 \na=2 ', { a: '2 ' }],
  ['a', { a: '' }],
  ['a==b=c', { a: '=b=c' }],
])('reads %j as Java does', (text, properties) => {
  expect(readJavaProperties(text)).toEqual(properties);
});

it('refuses a malformed escape', () => {
  expect(() => readJavaProperties('a=\\u12')).toThrow('Malformed \\uxxxx encoding.');
});

it('reads `__proto__` as an ordinary key', () => {
  expect(Object.keys(readJavaProperties('__proto__=1'))).toEqual(['__proto__']);
});
