import type { ListBlock, Run, TextBlock } from './model.ts';

/** Text of a lab or of ours, in which backticks mark what a person would type. */
export function prose(text: string): readonly Run[] {
  const pieces = text.split('`');
  // Without its other half, a backtick is a character like any other.
  if (pieces.length % 2 === 0) return [{ text }];
  return pieces.flatMap((piece, index): Run[] => {
    if (piece === '') return [];
    return [index % 2 === 0 ? { text: piece } : { text: piece, code: true }];
  });
}

/** What was seen or written in a session: no character of it means anything. */
export const plainRun = (text: string): readonly Run[] => [{ text }];
export const codeRun = (text: string): readonly Run[] => [{ text, code: true }];

export const paragraph = (text: string): TextBlock => ({ kind: 'text', runs: prose(text) });
export const note = (runs: readonly Run[]): TextBlock => ({ kind: 'text', runs, isNote: true });
export const bullets = (items: ListBlock['items']): ListBlock => ({ kind: 'list', items });
