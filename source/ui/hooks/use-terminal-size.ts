import { useSyncExternalStore } from 'react';
import type { Size } from '../layout/layout.ts';

/** Where the terminal's size comes from. `get` returns the same object until the size changes. */
export interface SizeSource {
  get(): Size;
  subscribe(listener: () => void): () => void;
}

export function useTerminalSize(source: SizeSource): Size {
  return useSyncExternalStore(source.subscribe, source.get);
}
