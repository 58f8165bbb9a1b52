import { describe, expect, it } from 'vitest';
import { encodeLine } from '../../../source/ui/logs/encode-line.ts';
import { line, span } from '../../../source/ui/logs/line.ts';
import { partitionColour } from '../../../source/ui/theme/colours.ts';
import { highContrastGround, palettes, themeNamed, themeNames } from '../../../source/ui/theme/themes.ts';
import { contrast, cubeColour, difference, eyes, hexColour } from './colour-science.ts';

/** Common terminal backgrounds: black, VS Code's, One Dark, Solarized Dark; white, Solarized Light, a light grey. */
const backgrounds = {
  dark: ['#000000', '#1e1e1e', '#282c34', '#002b36'].map(hexColour),
  light: ['#ffffff', '#fdf6e3', '#eeeeee'].map(hexColour),
  'high-contrast': [cubeColour(highContrastGround.background)],
};
const least = { dark: 4.5, light: 4.5, 'high-contrast': 7 };
const names = ['dark', 'light', 'high-contrast'] as const;
const xterm = { TERM: 'xterm-256color' };
const sample = line('plain ', span('key', { colour: 'cyan', bold: true }));

describe.each(names)('the theme %s', (name) => {
  it('has legible text: enough contrast for every colour on each of its backgrounds', () => {
    for (const [colour, number] of Object.entries(palettes[name]))
      for (const background of backgrounds[name])
        expect(contrast(cubeColour(number), background), `${colour} on ${background}`).toBeGreaterThanOrEqual(
          least[name],
        );
  });

  it.each(Object.keys(eyes))('has six partition colours that %s eyes can distinguish', (eye) => {
    const colours = [0, 1, 2, 3, 4, 5].map((partition) =>
      cubeColour(palettes[name][partitionColour(partition)]),
    );
    for (const [index, one] of colours.entries())
      for (const other of colours.slice(0, index))
        expect(difference(one, other, eyes[eye]!)).toBeGreaterThanOrEqual(30);
  });
});

describe('a theme', () => {
  it('is checked by a measure that can fail', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
    expect(contrast(hexColour('#777777'), [255, 255, 255])).toBeLessThan(4.5);
    // Red and green of equal brightness: distinguishable for most, but not for deutan eyes.
    const [red, green] = [hexColour('#b33a3a'), hexColour('#5c7a1f')];
    expect(difference(red, green, eyes.usual!)).toBeGreaterThan(60);
    expect(difference(red, green, eyes.deutan!)).toBeLessThan(20);
  });

  it('paints its own background in high contrast, also after a coloured word', () => {
    const text = encodeLine(sample, themeNamed('high-contrast', xterm));
    expect(text).toMatch(/^\u001b\[38;5;231;48;5;16mplain /);
    expect(text).toContain('\u001b[38;5;51mkey\u001b[38;5;231m');
    expect(text).toMatch(/\u001b\[39;49m$/);
  });

  it('has no colours if NO_COLOR is set, whatever its name', () => {
    for (const name of themeNames)
      for (const env of [{ ...xterm, NO_COLOR: '1' }, { TERM: 'dumb' }, { ...xterm, FORCE_COLOR: '0' }])
        expect(encodeLine(sample, themeNamed(name, env))).toBe('plain \u001b[1mkey\u001b[22m');
    expect(encodeLine(sample, themeNamed('mono', xterm))).not.toMatch(/\[3/);
  });

  it('uses the terminal’s own colours, unless the terminal reports its background', () => {
    const encoded = (env: Record<string, string>) => encodeLine(sample, themeNamed('auto', env));
    expect(encoded(xterm)).toContain('\u001b[36m');
    expect(encoded({ ...xterm, COLORFGBG: '15;0' })).toContain(`38;5;${palettes.dark.cyan}m`);
    expect(encoded({ ...xterm, COLORFGBG: '0;default;15' })).toContain(`38;5;${palettes.light.cyan}m`);
    expect(encoded({ ...xterm, COLORFGBG: 'default;default' })).toContain('\u001b[36m');
  });

  it('falls back to eight colours if the terminal has no more', () => {
    expect(encodeLine(sample, themeNamed('dark', { TERM: 'linux' }))).toContain('\u001b[36mkey');
    expect(encodeLine(sample, themeNamed('high-contrast', { TERM: 'linux' }))).toMatch(/^\u001b\[97;40m/);
  });
});
