import { EventEmitter } from 'node:events';
import type { WriteStream } from 'node:tty';
import type { Painter } from './painter.ts';

/**
 * What Ink writes to: an output with the terminal's columns whose every write is one whole frame (Ink's `debug` mode
 * writes so), which goes to the painter.
 */
export class InkOutput extends EventEmitter {
  readonly isTTY = true;
  private readonly terminal: WriteStream;
  private readonly painter: Painter;

  constructor(terminal: WriteStream, painter: Painter) {
    super();
    this.terminal = terminal;
    this.painter = painter;
  }

  get columns(): number {
    return this.terminal.columns || 80;
  }

  get rows(): number {
    return this.terminal.rows || 24;
  }

  write(frame: string): boolean {
    if (frame !== '') this.painter.frame(frame);
    return true;
  }
}
