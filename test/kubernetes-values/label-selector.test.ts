import { expect, it } from 'vitest';
import { matchesLabels, matchesRequirements } from '../../source/kubernetes-values/label-requirement.ts';
import { matchesSelector, parseLabelSelector } from '../../source/kubernetes-values/label-selector.ts';

const labels = { app: 'kafka', tier: 'back', 'x.io/role': 'broker', size: '3' };

it('reads a selector object, and refuses invalid expressions', () => {
  const expression = (operator: string, values?: string[]) =>
    parseLabelSelector({ matchExpressions: [{ key: 'app', operator, ...(values ? { values } : {}) }] });
  expect(matchesRequirements(expression('In', ['kafka']) ?? [], labels)).toBe(true);
  expect(matchesRequirements(expression('DoesNotExist') ?? [], labels)).toBe(false);
  expect(expression('In')).toBeUndefined();
  expect(expression('Exists', ['x'])).toBeUndefined();
  expect(expression('Near', ['x'])).toBeUndefined();
  expect(expression('Near')).toBeUndefined();
});

it('a selector matches by labels and by expressions; no selector matches nothing, an empty one everything', () => {
  const expression = (operator: string, ...values: string[]) =>
    matchesSelector({ matchExpressions: [{ key: 'size', operator, values }] }, labels);
  expect(expression('Gt', '2')).toBe(true);
  expect(expression('Lt', '3')).toBe(false);
  expect(expression('NotIn', '4')).toBe(true);
  expect(expression('Near', '3')).toBe(false);
  expect(matchesSelector({ matchLabels: { app: 'kafka', tier: 'front' } }, labels)).toBe(false);
  expect(matchesSelector(undefined, labels)).toBe(false);
  expect(matchesSelector({}, undefined)).toBe(true);
});

it('mistook inherited properties of an object for labels', () => {
  for (const key of ['constructor', '__proto__', 'toString']) {
    expect(matchesSelector({ matchExpressions: [{ key, operator: 'Exists' }] }, labels), key).toBe(false);
    expect(matchesLabels({ [key]: 'x' }, labels), key).toBe(false);
  }
});
