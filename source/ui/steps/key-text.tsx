import type { ReactElement } from 'react';
import { safe } from '../../text/safe-text.ts';
import type { Binding, CommandId } from '../bindings/bindings.ts';
import { keyOf } from '../bindings/key-of.ts';
import { Text } from '../text/text.tsx';

/** A command's key as text names it. */
export function keyText(command: CommandId, bindings: readonly Binding[]): ReactElement {
  return (
    <Text bold colour="cyan">
      {safe`${keyOf(command, bindings)}`}
    </Text>
  );
}
