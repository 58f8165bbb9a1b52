import type { WriteStream } from 'node:tty';
import type { Size } from '../layout/layout.ts';

/** Where the terminal's size comes from. `get` returns the same object until the size changes. */
export interface SizeSource {
  get(): Size;
  subscribe(listener: () => void): () => void;
}

export interface TerminalSize extends SizeSource {
  /** Looks again: the system tells only who has the terminal of a new size. */
  measure(): void;
  close(): void;
}

/** The terminal's size; `beforeChange` runs before listeners learn of a new one. */
export function terminalSize(stdout: WriteStream, beforeChange: () => void): TerminalSize {
  const measure = (): Size => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
  let size = measure();
  const listeners = new Set<() => void>();
  const resized = (): void => {
    size = measure();
    beforeChange();
    for (const listener of listeners) listener();
  };
  stdout.on('resize', resized);
  return {
    get: () => size,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    measure() {
      // Node asks for the size at this signal alone, and emits `resize` where it is another.
      process.emit('SIGWINCH', 'SIGWINCH');
    },
    close() {
      stdout.removeListener('resize', resized);
      listeners.clear();
    },
  };
}
