import { expect, it } from 'vitest';
import { inkColour } from '../../../source/ui/theme/ink-colour.ts';

it.each([
  ['38;5;203', 'ansi256(203)'],
  ['48;5;16', 'ansi256(16)'],
  ['31', 'red'],
  ['36', 'cyan'],
  ['97', 'whiteBright'],
  ['40', 'black'],
])('passes the colour %s to Ink as %s', (parameters, name) => {
  expect(inkColour(parameters)).toBe(name);
});

it.each(['', '39', '1', '38;2;1;2;3', '31m\u001b[2J'])('refuses %j, which no theme has', (parameters) => {
  expect(() => inkColour(parameters)).toThrow(RangeError);
});
