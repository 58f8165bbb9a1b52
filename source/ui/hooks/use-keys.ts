import { useInput, useStdin } from 'ink';
import { useCallback, useLayoutEffect } from 'react';
import type { KeyContext } from '../commands/key-context.ts';
import { idleKey } from '../keys/idle-keys.ts';
import { keyEvents } from '../keys/key-event.ts';
import { isTextOrKey } from '../keys/key-sequences.ts';
import { press } from '../keys/press.ts';
import { SplitBrackets } from '../keys/split-brackets.ts';

/** Sends every key and paste to the commands. */
export function useKeys(context: KeyContext): void {
  useKnownSequences(context);
  const handle = useCallback<Parameters<typeof useInput>[0]>(
    (input, key) => {
      for (const event of keyEvents(input, key)) press(context, event);
    },
    [context],
  );
  useInput(handle);
}

/** Keeps from Ink what it would throw at or give no name: every piece of input passes through this emitter. */
function useKnownSequences(context: KeyContext): void {
  const { internal_eventEmitter: emitter } = useStdin();
  useLayoutEffect(() => {
    const plain = emitter.emit;
    const brackets = new SplitBrackets();
    emitter.emit = (name: string | symbol, ...values: unknown[]): boolean => {
      const [input] = values;
      if (name !== 'input' || typeof input !== 'string') return plain.call(emitter, name, ...values);
      for (const piece of brackets.take(input)) {
        const idle = idleKey(piece);
        if (idle !== undefined) press(context, { kind: 'key', name: idle });
        else if (isTextOrKey(piece)) plain.call(emitter, name, piece);
      }
      return true;
    };
    return () => {
      emitter.emit = plain;
    };
  }, [emitter, context]);
}
