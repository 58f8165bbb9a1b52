import { EventEmitter } from 'node:events';
import type { WriteStream } from 'node:tty';
import type { Painter } from './painter.ts';
import { type RowTable, tokenWidth } from './row-table.ts';

/** No layout of ours has more panes beside each other. */
const panesAbreast = 4;

/**
 * What Ink writes to. Every write is one whole frame (Ink's `debug` mode writes so), in which each row of a pane is one
 * token: the row table resolves them, and the frame goes to the painter. So Ink's screen is as wide as panes stand abreast.
 */
export class InkOutput extends EventEmitter {
  readonly isTTY = true;
  private readonly terminal: WriteStream;
  private readonly painter: Painter;
  private readonly table: RowTable;

  constructor(terminal: WriteStream, painter: Painter, table: RowTable) {
    super();
    this.table = table;
    this.terminal = terminal;
    this.painter = painter;
  }

  get columns(): number {
    return panesAbreast * tokenWidth;
  }

  get rows(): number {
    return this.terminal.rows || 24;
  }

  write(frame: string): boolean {
    if (frame !== '') this.painter.frame(this.table.resolve(frame));
    return true;
  }
}
