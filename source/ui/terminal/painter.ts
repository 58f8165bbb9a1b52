const beginUpdate = '\u001b[?2026h';
const endUpdate = '\u001b[?2026l';
const eraseScreen = '\u001b[2J';
const eraseToLineEnd = '\u001b[K';

export interface PaintTarget {
  readonly rows?: number;
  readonly writableNeedDrain?: boolean;
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
  removeListener(event: 'drain', listener: () => void): unknown;
}

/**
 * Puts whole frames on the terminal, each row at its own address and only the rows that changed. Row addresses cannot drift
 * when the terminal is resized, as cursor movements relative to the last frame do; and it never has to clear what the
 * terminal keeps of earlier output (`CSI 3 J`). Draws at most `rows − 1` rows, at most `framesPerSecond` times a second,
 * the latest frame wins; waits while the terminal does not keep up.
 */
export class Painter {
  private readonly target: PaintTarget;
  private readonly interval: number;
  private painted: string[] = [];
  private pending: string | undefined;
  private erase = true;
  private lastPaint = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private waitsForDrain = false;
  private stopped = false;
  private paused = false;

  constructor(target: PaintTarget, framesPerSecond: number) {
    this.target = target;
    this.interval = 1000 / framesPerSecond;
  }

  /** Takes a frame, rows separated by newlines, and paints it now or as soon as the rate allows. */
  frame(text: string): void {
    if (this.stopped) return;
    this.pending = text;
    this.schedule();
  }

  /** Paints the next frame as soon as it is there: a person waits for it. */
  hurry(): void {
    this.lastPaint = Number.NEGATIVE_INFINITY;
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Forgets what is on the terminal: the next frame is painted in full on an empty screen. */
  invalidate(): void {
    this.painted = [];
    this.erase = true;
  }

  /** Paints nothing until `resume`; the latest frame waits. */
  pause(): void {
    this.paused = true;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Paints the latest frame, or what was painted last once more, on an empty screen. */
  resume(): void {
    this.paused = false;
    if (this.stopped) return;
    this.pending ??= this.painted.join('\n');
    this.invalidate();
    this.schedule();
  }

  /** Paints nothing any more. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.target.removeListener('drain', this.drained);
  }

  private readonly drained = (): void => {
    this.waitsForDrain = false;
    if (this.pending !== undefined) this.schedule();
  };

  private schedule(): void {
    if (this.timer || this.waitsForDrain || this.paused) return;
    const wait = this.lastPaint + this.interval - performance.now();
    if (wait <= 0) {
      this.paint();
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.paint();
    }, wait);
  }

  private paint(): void {
    if (this.stopped || this.pending === undefined) return;
    const rows = this.pending.split('\n').slice(0, Math.max(1, (this.target.rows ?? 24) - 1));
    this.pending = undefined;
    const changes = this.changes(rows);
    this.lastPaint = performance.now();
    if (changes === '') return;
    this.painted = rows;
    this.erase = false;
    this.target.write(beginUpdate + changes + endUpdate);
    if (this.target.writableNeedDrain) {
      this.waitsForDrain = true;
      this.target.once('drain', this.drained);
    }
  }

  private changes(rows: readonly string[]): string {
    let text = this.erase ? eraseScreen : '';
    const height = this.target.rows ?? 24;
    const count = Math.max(rows.length, this.painted.length);
    for (let index = 0; index < count; index += 1) {
      const row = rows[index] ?? '';
      if (!this.erase && row === this.painted[index]) continue;
      if (this.erase && row === '') continue;
      text += `\u001b[${index + 1};1H${row}${eraseToLineEnd}`;
    }
    // Nothing of ours stands in the last row; whatever got there from elsewhere goes with the next change.
    if (text !== '' && count < height) text += `\u001b[${height};1H${eraseToLineEnd}`;
    return text;
  }
}
