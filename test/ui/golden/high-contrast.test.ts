import { expect, it } from 'vitest';
import { highContrastGround } from '../../../source/ui/theme/themes.ts';
import { createFakeSession } from '../fake-session.ts';
import { paintScreen } from './paint-screen.tsx';

it.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
])(
  'paints its own background under every cell at $columns x $rows, including borders and log lines',
  async (size) => {
    const session = createFakeSession();
    session.logs.producer.add('a line of partition 1, offset 2');
    const painted = await paintScreen(session, size, { theme: 'high-contrast' });
    try {
      const buffer = painted.terminal.buffer.active;
      const bare: string[] = [];
      for (let row = 0; row < size.rows - 1; row += 1)
        for (let column = 0; column < size.columns; column += 1) {
          const cell = buffer.getLine(row)?.getCell(column);
          const ground = cell?.isInverse() ? cell.getFgColor() : cell?.getBgColor();
          if (ground !== highContrastGround.background && !cell?.isInverse()) bare.push(`${row}:${column}`);
        }
      expect(bare).toEqual([]);
    } finally {
      painted.close();
    }
  },
);
