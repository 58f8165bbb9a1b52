import { cutText } from '../text/cut.ts';
import type { KeyContext } from './key-context.ts';

export function say({ ui }: KeyContext, message: string): void {
  ui.set({ message });
}

/** What was typed, as far as a message has room for it. */
export const shown = (text: string): string => cutText(text, 40);

/** What a jump says that leads back to where it began. */
export const onlyMatch = 'This is the only match.';
