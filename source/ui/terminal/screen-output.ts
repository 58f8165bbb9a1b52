import type { WriteStream } from 'node:tty';
import inkWidth from './ink-width.ts';

const beginUpdate = '\u001b[?2026h';
const endUpdate = '\u001b[?2026l';
const home = '\u001b[H';
const eraseToLineEnd = '\u001b[K';
const clearScreen = '\u001b[2J\u001b[H';
/** A line as Ink writes it: from the first column, then the rest of the row is erased. */
const changedLine = /\u001b\[1G([^\n]*)\u001b\[K\n/g;

/** How long Ink usually takes to draw React's layout for a new size: two of its frames, in ms. */
const settlingMs = 40;
/** How often a frame that does not fit is waited for: a second. A layout that never fits is drawn after that. */
const mostWaits = 25;

/** Why nothing is drawn: the shell has the terminal, its size has just changed, or it does not accept output. */
type Hold = 'shell' | 'size' | 'drain';

/**
 * The terminal as Ink writes to it. Everything but `write`, `rows` and `isTTY` is the terminal's own.
 *
 * - A write is one synchronised update (`CSI ? 2026`): no half-drawn frame is ever seen.
 * - It starts at the top left. Ink moves the cursor up by the rows of its last frame, which goes wrong once the cursor is not where Ink
 *   left it; at the top, moving up changes nothing.
 * - Nothing is erased after a line that fills its row: xterm would erase the line's last cell.
 * - Ink compares a frame with the one before it. While a frame would meet other rows than those, or none, it is dropped; then the whole
 *   frame is drawn on an empty screen.
 * - Ink does not see that this is a terminal, nor its rows. If it did, it would clear the scrollback (`CSI 3 J`) whenever the terminal
 *   becomes lower than the last frame, and write to stderr at exit, whoever has the terminal by then, to show the cursor.
 */
export class ScreenOutput {
  readonly stream: WriteStream;
  readonly #terminal: WriteStream;
  readonly #holds = new Set<Hold>();
  #isStopped = false;
  #hasMissed = false;
  #settling: NodeJS.Timeout | undefined;
  #waits = 0;
  #redraw: ((first: string) => void) | undefined;
  /** What Ink writes during a full redraw: one update. */
  #parts: string[] | undefined;

  constructor(terminal: WriteStream) {
    this.#terminal = terminal;
    this.stream = Object.create(terminal, {
      isTTY: { value: false },
      rows: { value: undefined },
      write: { value: (...args: unknown[]) => this.#take(args) },
    }) as WriteStream;
  }

  /** `redraw` is Ink's `useStdout().write`: it writes its argument, then the whole frame. */
  redrawWith(redraw: (first: string) => void): void {
    this.#redraw = redraw;
  }

  /** The terminal has a new size, for which React has no layout yet. */
  resized(): void {
    this.#waits = 0;
    this.#settle();
  }

  /** The shell gets the terminal. */
  lend(): void {
    this.#holds.add('shell');
  }

  retake(): void {
    this.#release('shell');
  }

  /** Stops drawing for good. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#settling);
    this.#terminal.removeListener('drain', this.#drained);
  }

  #take(args: readonly unknown[]): boolean {
    const text = typeof args[0] === 'string' ? args[0] : '';
    if (this.#parts) this.#parts.push(text);
    else if (this.#isStopped || this.#holds.size > 0) this.#hasMissed = true;
    else if (text !== '') this.#send(home + this.#withoutErasingCells(text));
    const written = args.find((arg): arg is () => void => typeof arg === 'function');
    if (written) setImmediate(written);
    return true;
  }

  #settle(): void {
    this.#holds.add('size');
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#release('size'), settlingMs);
  }

  #release(hold: Hold): void {
    this.#holds.delete(hold);
    if (this.#isStopped || this.#holds.size > 0) return;
    if (hold === 'drain' && !this.#hasMissed) return;
    this.#parts = [];
    this.#redraw?.(clearScreen);
    const update = this.#parts.join('');
    this.#parts = undefined;
    // First, Ink erases where it believes its last frame to be.
    const start = update.indexOf(clearScreen);
    if (start < 0) return;
    const frame = update.slice(start + clearScreen.length);
    if (!this.#fits(frame) && this.#waits < mostWaits) {
      // Ink, on a busy machine, still has the frame for the old size: it would wrap, and the next one would change the wrong rows.
      this.#waits += 1;
      this.#settle();
      return;
    }
    this.#hasMissed = false;
    this.#send(clearScreen + frame);
  }

  #fits(frame: string): boolean {
    const lines = frame.split('\n');
    return (
      lines.length <= this.#terminal.rows && lines.every((line) => inkWidth(line) <= this.#terminal.columns)
    );
  }

  #withoutErasingCells(text: string): string {
    return text.replaceAll(changedLine, (change, line: string) =>
      inkWidth(line) < this.#terminal.columns ? change : `\u001b[1G${line}\n`,
    );
  }

  /** The last row is not ours; it is cleared of output that got there from elsewhere. */
  #send(text: string): void {
    this.#terminal.write(beginUpdate + text + eraseToLineEnd + endUpdate);
    if (!this.#terminal.writableNeedDrain) return;
    this.#holds.add('drain');
    this.#terminal.once('drain', this.#drained);
  }

  readonly #drained = (): void => this.#release('drain');
}
