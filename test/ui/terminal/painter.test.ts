import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { visible } from '../../../source/text/safe-text.ts';
import { Painter } from '../../../source/ui/terminal/painter.ts';

class Terminal {
  rows = 5;
  writableNeedDrain = false;
  written: string[] = [];
  drain: (() => void) | undefined;

  write(text: string): boolean {
    this.written.push(text);
    return true;
  }

  once(_event: 'drain', listener: () => void): void {
    this.drain = listener;
  }

  removeListener(): void {
    this.drain = undefined;
  }
}

/** The rows of a frame; the terminal's last one is not of it. */
function rowsIn(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/\u001b\[([1-4]);1H([^\u001b]*)/g)].map(
    ([, row, content]) => `${row} ${content}`,
  );
}

describe('the painter', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('paints what a key changed at once', () => {
    const terminal = new Terminal();
    const painter = new Painter(terminal, 10);
    painter.frame(visible('one'));
    painter.frame(visible('two'));
    expect(terminal.written).toHaveLength(1);
    painter.hurry();
    painter.frame(visible('three'));
    expect(rowsIn(terminal.written[1])).toEqual(['1 three']);
    vi.advanceTimersByTime(100);
    expect(terminal.written).toHaveLength(2);
  });

  it('clears what others left in the last row', () => {
    const terminal = new Terminal();
    const painter = new Painter(terminal, 10);
    painter.frame(visible('one'));
    expect(terminal.written[0]).toContain('\u001b[5;1H\u001b[K');
  });

  it('paints the first frame in full and then only the rows that changed', () => {
    const terminal = new Terminal();
    const painter = new Painter(terminal, 10);
    painter.frame(visible('one\ntwo'));
    vi.advanceTimersByTime(100);
    painter.frame(visible('one\nthree\nfour'));
    expect(terminal.written[0]).toContain('\u001b[2J');
    expect(rowsIn(terminal.written[0])).toEqual(['1 one', '2 two']);
    expect(rowsIn(terminal.written[1])).toEqual(['2 three', '3 four']);
  });

  it('erases a row that the next frame does not have', () => {
    const terminal = new Terminal();
    const painter = new Painter(terminal, 10);
    painter.frame(visible('one\ntwo'));
    vi.advanceTimersByTime(100);
    painter.frame(visible('one'));
    expect(terminal.written[1]).toContain('\u001b[2;1H\u001b[K');
  });

  it('never paints the last row, and never clears what the terminal keeps', () => {
    const terminal = new Terminal();
    const painter = new Painter(terminal, 10);
    painter.frame(visible('1\n2\n3\n4\n5\n6\n7'));
    expect(rowsIn(terminal.written[0])).toEqual(['1 1', '2 2', '3 3', '4 4']);
    expect(terminal.written.join('')).not.toContain('\u001b[3J');
  });

  it('keeps to its rate, and the latest frame wins', () => {
    const terminal = new Terminal();
    const painter = new Painter(terminal, 10);
    for (let frame = 0; frame < 50; frame += 1) painter.frame(visible(`frame ${frame}`));
    expect(terminal.written).toHaveLength(1);
    vi.advanceTimersByTime(100);
    expect(terminal.written).toHaveLength(2);
    expect(rowsIn(terminal.written[1])).toEqual(['1 frame 49']);
  });

  it('waits while the terminal does not keep up', () => {
    const terminal = new Terminal();
    const painter = new Painter(terminal, 10);
    terminal.writableNeedDrain = true;
    painter.frame(visible('one'));
    painter.frame(visible('two'));
    vi.advanceTimersByTime(1_000);
    expect(terminal.written).toHaveLength(1);
    terminal.writableNeedDrain = false;
    terminal.drain?.();
    expect(rowsIn(terminal.written[1])).toEqual(['1 two']);
  });

  it('paints everything again after the screen was resized', () => {
    const terminal = new Terminal();
    const painter = new Painter(terminal, 10);
    painter.frame(visible('one\ntwo'));
    painter.invalidate();
    vi.advanceTimersByTime(100);
    painter.frame(visible('one\ntwo'));
    expect(rowsIn(terminal.written[1])).toEqual(['1 one', '2 two']);
  });

  it('paints nothing once it was stopped', () => {
    const terminal = new Terminal();
    const painter = new Painter(terminal, 10);
    painter.frame(visible('one'));
    painter.frame(visible('two'));
    painter.stop();
    vi.advanceTimersByTime(1_000);
    expect(terminal.written).toHaveLength(1);
  });
});
