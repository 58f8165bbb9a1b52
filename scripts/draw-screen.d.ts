import type { IBuffer, Terminal } from '@xterm/headless';

export interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly colours: readonly string[];
}

/** Adjacent cells of a row with the same style; colours as in the palette. */
export interface Run {
  readonly column: number;
  readonly cells: number;
  readonly text: string;
  readonly ink: string;
  readonly paper: string;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underline: boolean;
}

export const palettes: { readonly dark: Palette; readonly light: Palette };

export function runsOf(buffer: IBuffer, row: number, columns: number, palette: Palette): Run[];

/** The whole screen of a terminal as the text of an SVG file. */
export function drawScreen(terminal: Terminal, title: string, palette?: Palette): string;
