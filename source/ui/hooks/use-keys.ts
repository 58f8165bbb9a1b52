import { useInput } from 'ink';
import { useCallback } from 'react';
import type { KeyContext } from '../commands/key-context.ts';
import { keyEvents } from '../keys/key-event.ts';
import { press } from '../keys/press.ts';

/** Sends every key and paste to the commands. */
export function useKeys(context: KeyContext): void {
  const handle = useCallback<Parameters<typeof useInput>[0]>(
    (input, key) => {
      for (const event of keyEvents(input, key)) press(context, event);
    },
    [context],
  );
  useInput(handle);
}
