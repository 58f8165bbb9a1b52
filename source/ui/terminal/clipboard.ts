import type { SafeText } from '../../text/safe-text.ts';

/** More than this no terminal takes: xterm's limit, in bytes of the text. */
const mostBytes = 74_000;

/**
 * OSC 52 (xterm, "Manipulate Selection Data"): asks the terminal to put text on the clipboard, also over ssh. Nothing answers:
 * a terminal may refuse. What is on it may be
 * pasted into a shell, so it has to be safe. The whole text or, where it is too long for terminals, none of it.
 */
export function clipboardSequence(text: SafeText): string | undefined {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length > mostBytes ? undefined : `\u001b]52;c;${bytes.toString('base64')}\u0007`;
}
