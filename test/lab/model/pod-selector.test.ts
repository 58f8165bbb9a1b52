import { expect, it } from 'vitest';
import { isSelected } from '../../../source/lab/model/pod-selector.ts';

it.each([
  [{ app: 'a' }, 'app=a', true],
  [{ app: 'a', role: 'b' }, 'app=a,role=b', true],
  [{ app: 'a' }, 'app=a,role=b', false],
  [{ app: 'a' }, 'app=b', false],
  [{ app: '' }, 'app=', true],
  [{}, '', false],
  [undefined, 'app=a', false],
])('%j by %s: %j', (labels, selector, expected) => {
  expect(isSelected(labels, selector)).toBe(expected);
});
