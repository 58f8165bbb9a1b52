import { createContext } from 'react';
import type { Colour } from './colours.ts';

/** How styles become SGR parameters. */
export interface Theme {
  /** Undefined: no colours; bold, underline and inverse stay. */
  readonly foreground: Readonly<Record<Colour, string>> | undefined;
  /** Text and background colours that the theme sets itself. */
  readonly ground?: readonly [text: string, background: string];
}

const none: Theme = { foreground: undefined };

export const ThemeContext = createContext<Theme>(none);
