import type { Colour } from '../../text/looks.ts';
import type { TerminalSpan } from '../document/terminal-picture.ts';
import { terminal } from './palette.ts';

export interface Ink {
  /** `#rrggbb` */
  readonly colour: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
}

/** Of the ground of a terminal, for letters of this size: https://www.w3.org/TR/WCAG22/#contrast-minimum */
const leastContrast = 4.5;

/** How a part of a terminal is drawn: by what it is, or as its program wanted it, but always legible. */
export function inkOf({ look, style = {} }: TerminalSpan): Ink {
  const wanted = style.colour === undefined ? terminal.looks[look] : rgbOf(style.colour);
  return {
    colour: legible(style.dim ? mix(wanted, terminal.ground, 0.35) : wanted),
    bold: look === 'command' || style.bold === true,
    italic: look === 'note',
    underline: style.underline === true,
  };
}

const levels = [0, 95, 135, 175, 215, 255] as const;

/** The 256 colours of xterm: sixteen with names, a cube of 6 × 6 × 6, and 24 greys. */
function rgbOf(colour: Colour): string {
  if (typeof colour === 'string') return colour;
  if (colour < 16) return terminal.named[colour]!;
  if (colour >= 232) return hex(Array.from({ length: 3 }, () => 8 + 10 * (colour - 232)));
  const place = colour - 16;
  return hex([Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map((level) => levels[level]!));
}

function legible(colour: string): string {
  let shown = colour;
  for (let share = 0.1; contrast(shown, terminal.ground) < leastContrast; share += 0.1)
    shown = mix(colour, '#ffffff', share);
  return shown;
}

export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = bytes(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(colour: string, other: string, share: number): string {
  const parts = bytes(other);
  return hex(bytes(colour).map((value, index) => value + (parts[index]! - value) * Math.min(1, share)));
}

const bytes = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

const hex = (values: readonly number[]): string =>
  `#${values.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
