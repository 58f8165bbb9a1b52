import { cellsOf } from '../characters.ts';

const invisible =
  /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[\u0000-\u001f\u007f]/g;

/** A control character is shown as `^A`. */
function shownOf(char: string): string {
  const code = char.charCodeAt(0);
  return code < 0x20 ? `^${String.fromCharCode(code + 0x40)}` : char === '\u007f' ? '^?' : char;
}

/** One character as it is shown, and its first cell. */
interface Cell {
  readonly text: string;
  readonly at: number;
}

/** A prompt and a line on a terminal of a given width; a change redraws what differs. */
export class Display {
  readonly #write: (text: string) => void;
  readonly #columns: () => number;
  #cells: readonly Cell[] = [];
  /** Where the terminal's cursor is, in cells from the start of the prompt's last line. */
  #cursor = 0;
  #end = 0;
  #prompt = '';

  constructor(write: (text: string) => void, columns: () => number) {
    this.#write = write;
    this.#columns = columns;
  }

  /** Draws a prompt and a line below everything else. */
  begin(prompt: string, text: string, point: number): void {
    this.#write(prompt);
    this.#forget(prompt);
    this.show(text, point);
  }

  /** Draws a line with another prompt in place of the one that is shown. */
  restart(prompt: string, text: string, point: number): void {
    if (prompt === this.#prompt) {
      this.show(text, point);
      return;
    }
    this.#write(`${this.#move(0)}\r\u001b[J${lastLine(prompt)}`);
    this.#forget(prompt);
    this.show(text, point);
  }

  /** The terminal has another width: where the cursor is now is unknown but for its column 0. */
  resized(text: string, point: number): void {
    this.#write(`\r\u001b[K${lastLine(this.#prompt)}`);
    this.#forget(this.#prompt);
    this.show(text, point);
  }

  /** Draws prompt and line again, on a screen that was cleared. */
  redraw(text: string, point: number): void {
    this.begin(this.#prompt, text, point);
  }

  /** Shows a line with the cursor before the character number `point`. */
  show(text: string, point: number): void {
    const cells = this.#laidOut(text);
    let same = 0;
    while (same < cells.length && same < this.#cells.length && cells[same]!.text === this.#cells[same]!.text)
      same++;
    const end = this.#endOf(cells);
    let out = '';
    if (same < cells.length || end < this.#end) {
      const from = cells[same]?.at ?? end;
      out += this.#move(from);
      out += cells
        .slice(same)
        .map((cell) => cell.text)
        .join('');
      this.#cursor = end;
      // The cursor waits at the end of a full line: a blank takes it to the next one.
      if (end > from && end % this.#columns() === 0) out += ' \r';
      if (end < this.#end)
        out +=
          Math.floor(end / this.#columns()) < Math.floor(this.#end / this.#columns())
            ? '\u001b[J'
            : '\u001b[K';
    }
    this.#cells = cells;
    this.#end = end;
    out += this.#move(cells[point]?.at ?? end);
    if (out !== '') this.#write(out);
  }

  /** Leaves the line: the cursor goes below it. */
  leave(text = ''): void {
    this.#write(`${this.#move(this.#end)}${text}\n`);
  }

  #forget(prompt: string): void {
    this.#prompt = prompt;
    this.#cells = [];
    this.#cursor = this.#start;
    this.#end = this.#start;
  }

  /** The cells that the last line of the prompt takes. */
  get #start(): number {
    return cellsOf(lastLine(this.#prompt).replace(invisible, ''));
  }

  #laidOut(text: string): Cell[] {
    const cells: Cell[] = [];
    let at = this.#start;
    for (const char of text) {
      const shown = shownOf(char);
      const width = cellsOf(shown);
      // A wide character does not fit into the last column.
      if (width === 2 && at % this.#columns() === this.#columns() - 1) at++;
      cells.push({ text: shown, at });
      at += width;
    }
    return cells;
  }

  #endOf(cells: readonly Cell[]): number {
    const last = cells.at(-1);
    return last === undefined ? this.#start : last.at + cellsOf(last.text);
  }

  /** What takes the cursor to a cell. */
  #move(to: number): string {
    const columns = this.#columns();
    const [row, column] = [Math.floor(this.#cursor / columns), this.#cursor % columns];
    const [toRow, toColumn] = [Math.floor(to / columns), to % columns];
    this.#cursor = to;
    let out = '';
    if (toRow < row) out += `\u001b[${row - toRow === 1 ? '' : row - toRow}A`;
    else if (toRow > row) out += '\n'.repeat(toRow - row);
    const from = toRow > row ? 0 : column;
    if (toColumn < from) {
      const back = from - toColumn;
      out += toColumn === 0 ? '\r' : back < 5 ? '\b'.repeat(back) : `\u001b[${back}D`;
    } else if (toColumn > from) out += `\u001b[${toColumn - from === 1 ? '' : toColumn - from}C`;
    return out;
  }
}

function lastLine(prompt: string): string {
  return prompt.slice(prompt.lastIndexOf('\n') + 1);
}
