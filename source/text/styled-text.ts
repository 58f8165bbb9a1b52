import type { SafeText } from './safe-text.ts';

declare const styled: unique symbol;

/** Safe text with our own colours and weights (SGR sequences) around parts of it, and no other escape sequence. */
export type StyledText = (string & { readonly [styled]: true }) | SafeText;

/** `open` and `close` are parameters of SGR, as `1` or `38;5;208`. https://ecma-international.org/publications-and-standards/standards/ecma-48/ */
export function withStyle(open: string, text: StyledText, close = '0'): StyledText {
  if (!/^[\d;]*$/.test(open) || !/^[\d;]*$/.test(close))
    throw new RangeError(`\`${open}\` and \`${close}\` are not both parameters of SGR`);
  return `\u001b[${open}m${text}\u001b[${close}m` as StyledText;
}

export function joinStyled(parts: readonly StyledText[]): StyledText {
  return parts.join('') as StyledText;
}
