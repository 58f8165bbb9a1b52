import type { Colour } from './colours.ts';
import type { Theme } from './theme.ts';

/** What `--theme`, `KAFKA_LAB_THEME`, `:theme` and config.json may name. */
export const themeNames = ['auto', 'dark', 'light', 'high-contrast', 'mono'] as const;
export type ThemeName = (typeof themeNames)[number];

export function isThemeName(text: string): text is ThemeName {
  return (themeNames as readonly string[]).includes(text);
}

type Palette = Readonly<Record<Colour, number>>;

/**
 * Colours by their number in the 6×6×6 cube of a terminal with 256 colours, whose values are the same on every one; those below 16 are
 * whatever the terminal's own settings say. Text keeps a contrast of 4.5 (WCAG 2.1, 1.4.3) on the usual dark or light backgrounds,
 * in `high-contrast` 7 on its own black.
 *
 * p0 to p5 are the partitions. They are the six colours of the cube that keep this contrast and are farthest from each other,
 * under the least favourable of four kinds of colour vision: normal, protan, deutan and tritan (Machado, Oliveira and Fernandes 2009, full severity). The smallest
 * difference is above 30 in CIELAB; the palette of Okabe and Ito, put into the cube, comes to 13, since on one background there is no
 * black to use.
 */
export const palettes: Readonly<Record<'dark' | 'light' | 'high-contrast', Palette>> = {
  dark: {
    red: 203,
    green: 40,
    yellow: 220,
    blue: 75,
    magenta: 213,
    cyan: 45,
    p0: 87,
    p1: 174,
    p2: 34,
    p3: 141,
    p4: 222,
    p5: 154,
  },
  light: {
    red: 160,
    green: 22,
    yellow: 94,
    blue: 25,
    magenta: 127,
    cyan: 24,
    p0: 25,
    p1: 160,
    p2: 93,
    p3: 52,
    p4: 17,
    p5: 125,
  },
  'high-contrast': {
    red: 210,
    green: 46,
    yellow: 226,
    blue: 117,
    magenta: 213,
    cyan: 51,
    p0: 87,
    p1: 174,
    p2: 34,
    p3: 141,
    p4: 222,
    p5: 154,
  },
};

/** White on black, painted. */
export const highContrastGround = { text: 231, background: 16 } as const;

/** The terminal's own six colours, which read on its own background. */
const ownColours: Palette = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  p0: 32,
  p1: 36,
  p2: 35,
  p3: 34,
  p4: 33,
  p5: 31,
};

type Environment = Readonly<Record<string, string | undefined>>;

/** A theme by name, as this terminal can show it. Without colours (NO_COLOR, a dumb terminal) every name is `mono`. */
export function themeNamed(name: ThemeName, env: Environment): Theme {
  if (name === 'mono' || !wantsColour(env)) return { foreground: undefined };
  const chosen = name === 'auto' ? fittingBackground(env) : name;
  const own = encode(ownColours, (number) => `${number}`);
  if (chosen === undefined || !knows256(env))
    return chosen === 'high-contrast'
      ? { foreground: encode(ownColours, (number) => `${number + 60}`), ground: ['97', '40'] }
      : { foreground: own };
  const foreground = encode(palettes[chosen], (number) => `38;5;${number}`);
  if (chosen !== 'high-contrast') return { foreground };
  const { text, background } = highContrastGround;
  return { foreground, ground: [`38;5;${text}`, `48;5;${background}`] };
}

/** Whether to colour at all: https://no-color.org, a terminal that knows no colours, and FORCE_COLOR=0. */
export function wantsColour(env: Environment): boolean {
  if (env.NO_COLOR) return false;
  return env.TERM !== 'dumb' && env.FORCE_COLOR !== '0';
}

function encode(palette: Palette, code: (number: number) => string): Readonly<Record<Colour, string>> {
  return Object.fromEntries(
    Object.entries(palette).map(([colour, number]) => [colour, code(number)]),
  ) as Readonly<Record<Colour, string>>;
}

/** rxvt, Konsole and others set `COLORFGBG=15;0`: the numbers of text and background. Undefined if it is not set. */
function fittingBackground(env: Environment): 'dark' | 'light' | undefined {
  const background = /;(\d{1,2})$/.exec(env.COLORFGBG ?? '')?.[1];
  if (background === undefined) return undefined;
  return background === '7' || Number(background) > 8 ? 'light' : 'dark';
}

function knows256({ TERM = '', COLORTERM = '' }: Environment): boolean {
  return /256|truecolor|24bit|direct|kitty|alacritty|ghostty|wezterm|foot|iterm/i.test(
    `${TERM} ${COLORTERM}`,
  );
}
