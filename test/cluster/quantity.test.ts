import { expect, it } from 'vitest';
import { parseQuantity, readQuantity } from '../../source/cluster/quantity.ts';
import { noQuantities, quantities } from '../quantities.ts';

it.each(quantities)('%s is %d', (text, value) => {
  expect(readQuantity(text)).toBeCloseTo(value, 12);
});

it.each(noQuantities)('%j is none', (text) => {
  expect(readQuantity(text)).toBeUndefined();
});

it('takes numbers as YAML has them, and nothing for nothing', () => {
  expect([2, 0.5, undefined, null, {}, ['1']].map(parseQuantity)).toEqual([2, 0.5, 0, 0, 0, 0]);
});
