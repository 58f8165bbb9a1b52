/** The replacement with `&`, `\1`, and the case of `\U`, `\L`, `\u`, `\l`, `\E`. */
export function replaced(replacement: string, groups: readonly (string | undefined)[]): string {
  let result = '';
  let mode = '';
  let once = '';
  const add = (text: string): void => {
    if (text === '') return;
    let shown = mode === 'U' ? text.toUpperCase() : mode === 'L' ? text.toLowerCase() : text;
    if (once !== '')
      shown = (once === 'u' ? shown[0]!.toUpperCase() : shown[0]!.toLowerCase()) + shown.slice(1);
    once = '';
    result += shown;
  };
  for (let at = 0; at < replacement.length; at++) {
    const char = replacement[at]!;
    if (char === '&') add(groups[0] ?? '');
    else if (char !== '\\') add(char);
    else {
      const next = replacement[++at] ?? '\\';
      if (/\d/.test(next)) add(groups[Number(next)] ?? '');
      else if (next === 'n') add('\n');
      else if (next === 't') add('\t');
      else if ('UL'.includes(next)) mode = next;
      else if (next === 'E') mode = '';
      else if ('ul'.includes(next)) once = next;
      else add(next);
    }
  }
  return result;
}

/** As the command `l` writes a line. */
export function visible(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '\\': '\\\\',
    '\n': '\\n',
    '\t': '\\t',
    '\x07': '\\a',
    '\b': '\\b',
    '\f': '\\f',
    '\r': '\\r',
    '\v': '\\v',
  };
  const shown = [...Buffer.from(text).toString('latin1')]
    .map(
      (char) =>
        names[char] ?? (/[ -~]/.test(char) ? char : `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`),
    )
    .join('');
  return `${shown.replace(/.{69}(?=..)/g, '$&\\\n')}$`;
}
