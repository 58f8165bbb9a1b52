import type { CodeLook } from '../document/model.ts';
import type { TerminalLook } from '../document/terminal-picture.ts';

/** The colours of a terminal on a dark ground; each has a contrast of at least 4.5 to it. */
export const terminal = {
  ground: '#16181d',
  looks: {
    prompt: '#98c379',
    command: '#ffffff',
    output: '#d7dae0',
    error: '#ff8f8f',
    note: '#9aa4b5',
  } satisfies Record<TerminalLook, string>,
  /** The sixteen colours that programs call by number: black to white, and the bright ones. */
  named: [
    ...['#000000', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d7dae0'],
    ...['#8b94a5', '#ff8f8f', '#b5e890', '#ffd98a', '#8cc7ff', '#e2a5f0', '#7fdbe6', '#ffffff'],
  ],
} as const;

/** The colours of code on a light ground, and on a dark one. */
export const code = {
  light: {
    plain: '#24292e',
    keyword: '#a0268a',
    string: '#0a5e2a',
    comment: '#5d6570',
    number: '#7a4b00',
    name: '#0b4f9e',
  },
  dark: {
    plain: '#d7dae0',
    keyword: '#e48ad4',
    string: '#8fd18a',
    comment: '#9aa4b5',
    number: '#e5c07b',
    name: '#7cc0ff',
  },
} as const satisfies Record<string, Record<CodeLook, string>>;
