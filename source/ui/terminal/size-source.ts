import type { WriteStream } from 'node:tty';
import type { Size } from '../layout/layout.ts';

/** Where the terminal's size comes from. `get` returns the same object until the size changes. */
export interface SizeSource {
  get(): Size;
  subscribe(listener: () => void): () => void;
}

/** The terminal's size; `beforeChange` runs before listeners learn of a new one. */
export function terminalSize(stdout: WriteStream, beforeChange: () => void): SizeSource & { close(): void } {
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
    close() {
      stdout.removeListener('resize', resized);
      listeners.clear();
    },
  };
}
