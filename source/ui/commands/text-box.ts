import { cleanText } from '../text/cut.ts';
import type { ModeOf } from './handler.ts';
import type { KeyContext } from './key-context.ts';

const longestAnswer = 20_000;
const longestPattern = 500;

/** Adds typed or pasted text to the box that is open. A line break in a paste is one in the answer. */
export function typeText(context: KeyContext, raw: string): void {
  const { mode } = context.ui.get();
  const lines = raw.replace(/\r\n?/g, '\n').split('\n').map(cleanText);
  if (mode.kind === 'filter') {
    context.ui.set({ mode: { ...mode, text: (mode.text + lines.join(' ')).slice(0, longestPattern) } });
  } else if (mode.kind === 'command') {
    const text = (mode.text + lines.join(' ')).slice(0, longestPattern);
    context.ui.set({ mode: { kind: 'command', text } });
  } else if (mode.kind === 'answer') {
    context.ui.set({ mode: { ...mode, text: (mode.text + lines.join('\n')).slice(0, longestAnswer) } });
  }
}

export function eraseInBox({ ui }: KeyContext, mode: ModeOf<'filter' | 'answer'>): void {
  ui.set({ mode: { ...mode, text: withoutLast(mode.text) } });
}

export function clearBox({ ui }: KeyContext, mode: ModeOf<'filter' | 'answer'>): void {
  ui.set({ mode: { ...mode, text: '' } });
}

const segmenter = new Intl.Segmenter();

/** The text without its last grapheme. */
export function withoutLast(text: string): string {
  const last = [...segmenter.segment(text.slice(-64))].at(-1);
  return last ? text.slice(0, text.length - last.segment.length) : '';
}
