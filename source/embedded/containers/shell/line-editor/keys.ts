/** The names of the keys that terminals send as sequences. */
const sequences: Readonly<Record<string, string>> = {
  '[A': 'up',
  OA: 'up',
  '[B': 'down',
  OB: 'down',
  '[C': 'right',
  OC: 'right',
  '[D': 'left',
  OD: 'left',
  '[H': 'home',
  OH: 'home',
  '[1~': 'home',
  '[7~': 'home',
  '[F': 'end',
  OF: 'end',
  '[4~': 'end',
  '[8~': 'end',
  '[3~': 'delete',
  '[1;5C': 'M-f',
  '[1;3C': 'M-f',
  '[1;5D': 'M-b',
  '[1;3D': 'M-b',
};

const oneKey = /^(?:\u001b\[[0-9;?]*[!-/]*[@-~]|\u001bO[A-Za-z]|\u001b[^[O]|[^\u001b])/u;
const longestSequence = 32;

/**
 * Tells keys apart in what a terminal sends. A key is a character, `C-a`, `M-b`, or a name such as `up`; '' for one that is unknown. `rest`
 * is what follows it, or the beginning of a sequence that is not complete.
 */
export function takeKey(text: string): { readonly key: string | undefined; readonly rest: string } {
  const found = oneKey.exec(text)?.[0];
  if (found === undefined && text.length <= longestSequence) return { key: undefined, rest: text };
  const sequence = found ?? text;
  return { key: nameOf(sequence), rest: text.slice(sequence.length) };
}

function nameOf(key: string): string {
  if (key.length > 2 && key.startsWith('\u001b')) return sequences[key.slice(1)] ?? '';
  if (key.startsWith('\u001b')) {
    const inner = nameOf(key.slice(1));
    return inner === '' ? '' : `M-${inner}`;
  }
  const code = key.charCodeAt(0);
  if (code === 0x7f) return 'backspace';
  if (code === 0x1f) return 'C-_';
  return code < 0x20 ? `C-${String.fromCharCode(code + 0x60)}` : key;
}
