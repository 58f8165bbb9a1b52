import { EventEmitter } from 'node:events';
import type { WriteStream } from 'node:tty';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScreenOutput } from '../../../source/ui/terminal/screen-output.ts';

class Terminal extends EventEmitter {
  readonly isTTY = true;
  columns = 20;
  rows = 5;
  writableNeedDrain = false;
  readonly written: string[] = [];

  write(text: string): boolean {
    this.written.push(text);
    return true;
  }
}

const clears = '\u001b[2J';

describe('the output for Ink', () => {
  let terminal: Terminal;
  let output: ScreenOutput;
  /** Writes as Ink does: the given text, and then the whole latest frame. */
  const redraw = (first: string): void => {
    output.stream.write('\u001b[2K\u001b[1A');
    output.stream.write(first);
    output.stream.write(latest);
  };
  let latest: string;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    latest = 'the latest frame';
    terminal = new Terminal();
    output = new ScreenOutput(terminal as unknown as WriteStream);
    output.redrawWith(redraw);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('writes a frame as one update that starts at the top left and leaves the last row empty', () => {
    output.stream.write('a frame\n');
    expect(terminal.written).toEqual(['\u001b[?2026h\u001b[Ha frame\n\u001b[K\u001b[?2026l']);
  });

  it('erases nothing after a line that fills its row, whose last cell xterm would erase', () => {
    const [full, short] = ['│\u001b[1m'.padEnd(23, '─').concat('\u001b[22m│'), 'short'];
    output.stream.write(`\u001b[4A\u001b[1G${full}\u001b[K\n\u001b[E\u001b[1G${short}\u001b[K\n`);
    expect(terminal.written[0]).toContain(`\u001b[1G${full}\n\u001b[E\u001b[1G${short}\u001b[K\n`);
  });

  it('has the width of the terminal, and hides from Ink what would make it clear the scrollback', () => {
    terminal.columns = 33;
    expect([output.stream.columns, output.stream.rows, output.stream.isTTY]).toEqual([33, undefined, false]);
  });

  it('calls back even for dropped writes', async () => {
    output.lend();
    await new Promise<void>((resolve) => output.stream.write('', () => resolve()));
    expect(terminal.written).toEqual([]);
  });

  it('draws the whole frame in one update, on an empty screen, once the size has settled', () => {
    output.resized();
    output.stream.write('laid out for the old size');
    vi.advanceTimersByTime(30);
    output.resized();
    vi.advanceTimersByTime(30);
    expect(terminal.written).toEqual([]);
    vi.advanceTimersByTime(30);
    expect(terminal.written).toHaveLength(1);
    expect(terminal.written[0]).toMatch(/^\u001b\[\?2026h\u001b\[2J\u001b\[Hthe latest frame/);
  });

  it('does not draw the frame of a wider terminal when Ink takes longer than usual to lay out the new size', () => {
    latest = 'laid out for the old size';
    output.resized();
    vi.advanceTimersByTime(200);
    expect(terminal.written).toEqual([]);
    latest = 'fits';
    vi.advanceTimersByTime(40);
    expect(terminal.written).toHaveLength(1);
    expect(terminal.written[0]).toContain(`${clears}\u001b[Hfits`);
  });

  it('draws a layout that never fits after a second', () => {
    latest = 'a'.repeat(21);
    output.resized();
    vi.advanceTimersByTime(2_000);
    expect(terminal.written).toHaveLength(1);
  });

  it('draws nothing while the shell has the terminal, and everything once it is back', () => {
    output.lend();
    output.stream.write('meanwhile');
    output.resized();
    vi.advanceTimersByTime(1_000);
    expect(terminal.written).toEqual([]);
    output.retake();
    expect(terminal.written.join()).toContain(`${clears}\u001b[Hthe latest frame`);
  });

  it('stops writing to a terminal that does not keep up, until it does', () => {
    terminal.writableNeedDrain = true;
    output.stream.write('one');
    output.stream.write('two');
    output.stream.write('three');
    expect(terminal.written).toHaveLength(1);
    terminal.writableNeedDrain = false;
    terminal.emit('drain');
    expect(terminal.written).toHaveLength(2);
    expect(terminal.written[1]).toContain('the latest frame');
  });

  it('does not redraw for a terminal that has caught up', () => {
    terminal.writableNeedDrain = true;
    output.stream.write('one');
    terminal.writableNeedDrain = false;
    terminal.emit('drain');
    output.stream.write('two');
    expect(terminal.written).toHaveLength(2);
    expect(terminal.written[1]).not.toContain(clears);
  });

  it('does not draw over the shell when the terminal catches up while the shell has it', () => {
    terminal.writableNeedDrain = true;
    output.stream.write('one');
    output.stream.write('two');
    output.lend();
    terminal.writableNeedDrain = false;
    terminal.emit('drain');
    expect(terminal.written).toHaveLength(1);
  });

  it('draws nothing after it was stopped', () => {
    output.resized();
    output.stop();
    output.stream.write('a frame');
    vi.advanceTimersByTime(1_000);
    output.retake();
    expect(terminal.written).toEqual([]);
    expect(terminal.listenerCount('drain')).toBe(0);
  });
});
