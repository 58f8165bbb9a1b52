import { useSyncExternalStore } from 'react';
import type { Size } from '../layout/layout.ts';
import type { SizeSource } from '../terminal/size-source.ts';

export function useTerminalSize(source: SizeSource): Size {
  return useSyncExternalStore(source.subscribe, source.get);
}
