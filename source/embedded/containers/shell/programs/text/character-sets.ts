const classes: Readonly<Record<string, string>> = {
  upper: 'A-Z',
  lower: 'a-z',
  digit: '0-9',
  alpha: 'A-Za-z',
  alnum: '0-9A-Za-z',
  space: '\t\n\v\f\r ',
  blank: '\t ',
  punct: '!-/:-@[-`{-~',
  xdigit: '0-9A-Fa-f',
  cntrl: '\0-\x1f\x7f',
  print: ' -~',
  graph: '!-~',
};
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
};

/** The characters of a set of `tr`: ranges, classes, escapes, and `[x*3]`, which fills up to `length`. */
export function members(set: string, length = 0): string[] {
  const result: string[] = [];
  const plain = set.replace(/\[:(\w+):\]/g, (whole, name: string) => classes[name] ?? whole);
  const units: { char: string; isEscaped: boolean }[] = [];
  for (let at = 0; at < plain.length; at++) {
    const code = /^\\([0-7]{1,3})/.exec(plain.slice(at, at + 4));
    if (code !== null) {
      units.push({ char: String.fromCharCode(Number.parseInt(code[1]!, 8)), isEscaped: true });
      at += code[0].length - 1;
    } else if (plain[at] === '\\' && at + 1 < plain.length) {
      units.push({ char: escapes[plain[at + 1]!] ?? plain[at + 1]!, isEscaped: true });
      at++;
    } else {
      const char = String.fromCodePoint(plain.codePointAt(at)!);
      units.push({ char, isEscaped: false });
      at += char.length - 1;
    }
  }
  const text = (from: number, count: number): string =>
    units
      .slice(from, from + count)
      .map(({ char }) => char)
      .join('');
  for (let at = 0; at < units.length; at++) {
    const repeat = /^\[(.)\*(\d*)\]/su.exec(text(at, 20));
    if (repeat !== null) {
      const count =
        repeat[2] === '' ? Math.max(0, length - result.length) : Math.min(65_536, Number(repeat[2]));
      result.push(...new Array<string>(count).fill(repeat[1]!));
      at += [...repeat[0]].length - 1;
    } else if (units[at + 1]?.char === '-' && !units[at + 1]!.isEscaped && units[at + 2] !== undefined) {
      const [first, last] = [units[at]!.char.codePointAt(0)!, units[at + 2]!.char.codePointAt(0)!];
      for (let code = first; code <= Math.min(last, first + 65_535); code++)
        result.push(String.fromCodePoint(code));
      at += 2;
    } else result.push(units[at]!.char);
  }
  return result;
}
