import { expect, it } from 'vitest';
import { strokeHeight, strokeText, strokeWidth } from '../../../source/report/pictures/stroke-text.ts';

it('draws each digit, commas and colons within the width that it says', () => {
  for (const text of ['0123456789', '10,000', '01:42:38', '7']) {
    const lines = strokeText(text, 5, 3, 2);
    const [xs, ys] = [0, 1].map((part) => lines.flatMap((line) => [line[part]!, line[part + 2]!]));
    expect(Math.min(...xs!)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...xs!)).toBeLessThanOrEqual(5 + strokeWidth(text, 2));
    expect(Math.min(...ys!)).toBeGreaterThanOrEqual(3);
    // A comma hangs below the line.
    expect(Math.max(...ys!)).toBeLessThanOrEqual(3 + (strokeHeight + 1.5) * 2);
  }
});

it('draws no two digits alike', () => {
  const drawn = [...'0123456789'].map((digit) => JSON.stringify(strokeText(digit, 0, 0, 1)));
  expect(new Set(drawn).size).toBe(10);
});
