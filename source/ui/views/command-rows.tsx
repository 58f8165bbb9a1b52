import type { ReactElement } from 'react';
import { safe, trusted } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
import { cutText } from '../text/cut.ts';
import { spaces } from '../text/join.tsx';
import { Row } from '../text/text.tsx';
import { wrapCommand } from '../text/wrap.ts';

interface Room {
  readonly columns: number;
  readonly rows: number;
}

/** A command takes so many rows, and a third of the room, at most. */
const mostRows = 4;
const prompt = trusted('$ ');

/** What a command takes in a title, its prompt included; in cells. */
export const commandCells = (command: string): number => textWidth(prompt) + textWidth(command);

/**
 * A command line below a title that lacks the room for it, in pieces that a shell still takes as one: it is there to be learnt, which
 * half of it is no good for.
 */
export function commandRows(command: string, { columns, rows }: Room): ReactElement[] {
  const most = Math.max(1, Math.min(mostRows, Math.floor(rows / 3)));
  const cells = columns - textWidth(prompt);
  const all = wrapCommand(command, cells);
  const shown =
    all.length <= most ? all : [...all.slice(0, most - 1), cutText(all.slice(most - 1).join(' '), cells)];
  return shown.map((row, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece of a line has no identity but its place
    <Row key={`command ${index}`} bold>
      {index === 0 ? prompt : spaces(textWidth(prompt))}
      {safe`${row}`}
    </Row>
  ));
}
