import { describe, expect, it } from 'vitest';
import { terminal } from '../../../source/report/pictures/palette.ts';
import { contrast, inkOf } from '../../../source/report/pictures/terminal-ink.ts';

const colourOf = (colour: number | `#${string}`, dim = false): string =>
  inkOf({ text: 'x', look: 'output', style: { colour, dim } }).colour;

describe('the ink of a terminal', () => {
  it('is what it was for text without a style', () => {
    expect(inkOf({ text: 'x', look: 'error' }).colour).toBe(terminal.looks.error);
    expect(inkOf({ text: 'x', look: 'command' })).toMatchObject({ colour: '#ffffff', bold: true });
  });

  it('is the colour of the program', () => {
    expect(colourOf(1)).toBe(terminal.named[1]);
    expect(colourOf(208)).toBe('#ff8700');
    expect(colourOf(250)).toBe('#bcbcbc');
    expect(colourOf('#00ff7f')).toBe('#00ff7f');
  });

  it('is legible on the dark ground, black and dim as well', () => {
    const colours = Array.from({ length: 256 }, (_, number) => number);
    for (const colour of [...colours, '#000000', '#16181d', '#0000ff'] as const)
      for (const dim of [false, true])
        expect(contrast(colourOf(colour, dim), terminal.ground)).toBeGreaterThanOrEqual(4.5);
  });
});
