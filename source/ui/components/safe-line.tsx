import { Text } from 'ink';
import type { ReactElement } from 'react';
import type { SafeText } from '../../text/safe-text.ts';

/** A line that Ink itself writes, where the screen is read aloud: the only text that reaches it other than through `Rows`. */
export function SafeLine({ text }: { readonly text: SafeText }): ReactElement {
  return <Text>{text === '' ? ' ' : text}</Text>;
}
