const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** Backslash escapes; `ends` tells that `\c` cut the text. `isEcho`: octal numbers begin with 0. */
export function unescaped(text: string, isEcho: boolean): { readonly text: string; readonly ends: boolean } {
  let ends = false;
  const octal = isEcho ? '0[0-7]{0,3}' : '0?[0-7]{1,3}';
  const pattern = new RegExp(
    `\\\\(?:(${octal})|x([\\da-fA-F]{1,2})|u([\\da-fA-F]{1,4})|(c)|([\\s\\S]))`,
    'g',
  );
  let result = '';
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, number, hex, unicode, cut, char] = match;
    result += text.slice(done, match.index);
    done = match.index + whole.length;
    if (cut !== undefined) {
      ends = true;
      done = text.length;
      break;
    }
    if (number !== undefined) result += String.fromCharCode(Number.parseInt(number, 8) & 255);
    else if (hex !== undefined || unicode !== undefined)
      result += String.fromCodePoint(Number.parseInt((hex ?? unicode)!, 16));
    else result += letters[char!] ?? whole;
  }
  return { text: result + text.slice(done), ends };
}
