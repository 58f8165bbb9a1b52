import { TextRun } from 'docx';
import { visible } from '../../text/safe-text.ts';
import type { Run } from '../document/model.ts';

export const monospace = 'DejaVu Sans Mono';
export const soft = '5D6570';

interface Look {
  readonly bold?: boolean;
  readonly italics?: boolean;
  readonly color?: string;
  readonly underline?: { readonly type?: 'single' };
  readonly font?: string;
  /** In half points. */
  readonly size?: number;
}

/** Text for Word. Only `visible` text gets into a document; a blank at an end stays. */
export function word(text: string, look: Look = {}): TextRun {
  return new TextRun({ text: visible(text), ...look });
}

/** The runs of a paragraph; lines of an answer stay lines. */
export function wordsOf(runs: readonly Run[], look: Look = {}): TextRun[] {
  return runs.flatMap(({ text, code }) =>
    text.split('\n').map(
      (line, index) =>
        new TextRun({
          text: visible(line),
          ...look,
          ...(code ? { font: monospace, size: (look.size ?? 21) - 2 } : {}),
          ...(index > 0 ? { break: 1 } : {}),
        }),
    ),
  );
}
