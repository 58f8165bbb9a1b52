import { expect, test } from 'vitest';
import { readAddressRange } from '../../../../source/embedded/zookeeper/server/address-range.ts';

test.each([
  ['10.1.2.3', true],
  ['10.1.2.3/8', true],
  ['0.0.0.0/0', true],
  ['+10.01.-0.3/+8', true],
  ['10.1.2.3/33', false],
  ['10.1.2.3/-1', false],
  ['10.1.2.3/', false],
  ['10.1.2.3/8/8', false],
  ['10.1.2.3/ 8', false],
  ['10.1.2', false],
  ['10.1.2/8', false],
  ['10.1.2/8.4', false],
  ['10.1.2.3.4', false],
  ['10.1.2.256', false],
  ['10.1.2.4294967296', false],
  ['10.1.2.00000000003', false],
  ['10.1.2.-1', false],
  ['10.1.2.x', false],
  ['10..2.3', false],
  ['10.1.2.+', false],
  ['::1', false],
  ['', false],
])('%s as a range: %s', (text, expected) => {
  expect(readAddressRange(text) !== undefined).toBe(expected);
});

test.each([
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.4', '10.1.2.3', false],
  ['10.200.0.1', '10.0.0.0/8', true],
  ['11.0.0.1', '10.0.0.0/8', false],
  ['200.1.2.3', '128.0.0.0/1', true],
  ['100.1.2.3', '128.0.0.0/1', false],
  ['1.2.3.4', '9.9.9.9/0', true],
  ['10.1.2.131', '10.1.2.129/25', true],
  ['10.1.2.3', '10.1.2.129/25', false],
])('%s in %s: %s', (address, text, expected) => {
  const range = readAddressRange(text)!;
  expect((readAddressRange(address)!.prefix & range.mask) === range.prefix).toBe(expected);
});
