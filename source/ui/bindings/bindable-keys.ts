/** Names of keys that are no character, as the bindings table has them. */
const named = [
  'up',
  'down',
  'left',
  'right',
  'return',
  'escape',
  'tab',
  'shift+tab',
  'backspace',
  'alt+backspace',
  'ctrl+left',
  'ctrl+right',
  'alt+left',
  'alt+right',
  'pageup',
  'pagedown',
  'home',
  'end',
];
/** A terminal sends these as other keys, or they end the program. */
const taken = ['c', 'h', 'i', 'j', 'm'];

/** A key as a person writes it, in the words of the bindings table: `space` is ` `. Undefined for what no terminal sends, or no key may be. */
export function bindableKey(text: string): string | undefined {
  if (text === 'space') return ' ';
  if (named.includes(text)) return text;
  const control = /^ctrl\+([a-z])$/.exec(text)?.[1];
  if (control !== undefined) return taken.includes(control) ? undefined : text;
  if (/^(?:alt\+)?[!-~\u00a1-\u00ac\u00ae-\u024f]$/.test(text)) return text;
  return undefined;
}
