import { expect, it } from 'vitest';
import { canonicalQuantity, parseQuantity, quantityValue } from '../../source/kubernetes-values/quantity.ts';
import { noQuantities, quantities } from './quantities.ts';

it.each(quantities)('%s is %d', (text, value) => {
  expect(quantityValue(text)).toBeCloseTo(value, 12);
  // The scheduler gets the canonical form, which must mean the same.
  expect(quantityValue(canonicalQuantity(text) ?? '')).toBeCloseTo(value, 12);
});

it.each(noQuantities)('%j is not a quantity', (text) => {
  expect(quantityValue(text)).toBeNaN();
  expect(canonicalQuantity(text)).toBeUndefined();
});

it('accepts numbers as in YAML, and reads an absent value as zero', () => {
  expect([2, 0.5, undefined, null, {}, ['1']].map(parseQuantity)).toEqual([2, 0.5, 0, 0, 0, 0]);
});
