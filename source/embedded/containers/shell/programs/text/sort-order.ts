import { type Options, ToolError } from '../tool/tool.ts';

/** `-k F[.C][OPTS][,F[.C][OPTS]]` */
interface Key {
  readonly from: readonly [field: number, character: number];
  readonly to: readonly [field: number, character: number] | undefined;
  readonly flags: string;
}

function keyOf(text: string): Key {
  const match = /^(\d+)(?:\.(\d+))?([bdfghiMnrRV]*)(?:,(\d+)(?:\.(\d+))?([bdfghiMnrRV]*))?$/.exec(text);
  if (match === null || match[1] === '0') throw new ToolError(`invalid field specification '${text}'`, 2);
  const [, field = '1', character = '1', flags = '', lastField, lastCharacter = '0', moreFlags = ''] = match;
  return {
    from: [Number(field), Number(character)],
    to: lastField === undefined ? undefined : [Number(lastField), Number(lastCharacter)],
    flags: flags + moreFlags,
  };
}

/** The part of a line that a key names. Without a separator, the blanks before a field belong to it. */
function partOf(line: string, key: Key, separator: string | undefined): string {
  const fields = separator === undefined ? (line.match(/\s*\S+|\s+$/g) ?? ['']) : line.split(separator);
  const joiner = separator ?? '';
  const skipsBlanks = key.flags.includes('b');
  const head = fields[key.from[0] - 1] ?? '';
  const first = (skipsBlanks ? head.trimStart() : head).slice(key.from[1] - 1);
  if (key.to === undefined) return [first, ...fields.slice(key.from[0])].join(joiner);
  const [lastField, lastCharacter] = key.to;
  if (lastField < key.from[0]) return '';
  if (lastField === key.from[0])
    return lastCharacter === 0 ? first : first.slice(0, Math.max(0, lastCharacter - key.from[1] + 1));
  const last = fields[lastField - 1] ?? '';
  return [
    first,
    ...fields.slice(key.from[0], lastField - 1),
    lastCharacter === 0 ? last : last.slice(0, lastCharacter),
  ].join(joiner);
}

const units = 'KMGTPEZY';
const monthNames = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');

function compareBy(flags: string): (a: string, b: string) => number {
  const number = (text: string): number => Number.parseFloat(/^\s*-?\d*\.?\d*/.exec(text)?.[0] ?? '') || 0;
  const plain = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  if (flags.includes('n')) return (a, b) => number(a) - number(b);
  if (flags.includes('g')) return (a, b) => (Number.parseFloat(a) || 0) - (Number.parseFloat(b) || 0);
  if (flags.includes('h')) {
    const size = (text: string): number => {
      const unit = units.indexOf(/^\s*-?[\d.]+([a-zA-Z])/.exec(text)?.[1]?.toUpperCase() ?? ' ');
      return (unit + 1) * 1e6 * Math.sign(number(text) || 0) + number(text);
    };
    return (a, b) => size(a) - size(b);
  }
  if (flags.includes('M'))
    return (a, b) =>
      monthNames.indexOf(a.trim().slice(0, 3).toUpperCase()) -
      monthNames.indexOf(b.trim().slice(0, 3).toUpperCase());
  if (flags.includes('V')) return compareVersions;
  if (flags.includes('f')) return (a, b) => plain(a.toUpperCase(), b.toUpperCase());
  if (flags.includes('d')) return (a, b) => plain(a.replace(/[^\w\s]/g, ''), b.replace(/[^\w\s]/g, ''));
  return plain;
}

function compareVersions(a: string, b: string): number {
  const parts = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [one, other] = [left[at] ?? '', right[at] ?? ''];
    const areNumbers = /^\d/.test(one) && /^\d/.test(other);
    const difference = areNumbers ? Number(one) - Number(other) : one < other ? -1 : one > other ? 1 : 0;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The order that the options of `sort` ask for. Throws {@link ToolError}. */
export function sortOrder(options: Options): {
  compare: (a: string, b: string) => number;
  equal: (a: string, b: string) => boolean;
} {
  const separator = options.value('t')?.replace('\\t', '\t').replace('\\0', '\0');
  if (separator !== undefined && separator.length !== 1)
    throw new ToolError(`multi-character tab '${separator}'`, 2);
  const common = options.order.filter((key) => 'bdfghiMnrRV'.includes(key)).join('');
  const keys = options.all('k').map(keyOf);
  const steps = (keys.length === 0 ? [undefined] : keys).map((key) => {
    const flags =
      key === undefined || key.flags.replace('b', '') === '' ? common + (key?.flags ?? '') : key.flags;
    const compare = compareBy(flags);
    const sign = flags.includes('r') ? -1 : 1;
    const part = (line: string): string => {
      const text = key === undefined ? line : partOf(line, { ...key, flags }, separator);
      return flags.includes('b') ? text.trimStart() : text;
    };
    return (a: string, b: string) => sign * compare(part(a), part(b));
  });
  const byKeys = (a: string, b: string): number => {
    for (const step of steps) {
      const result = step(a, b);
      if (result !== 0) return result;
    }
    return 0;
  };
  const isStable = options.has('s', 'u');
  const sign = common.includes('r') ? -1 : 1;
  return {
    compare: (a, b) => byKeys(a, b) || (isStable ? 0 : sign * (a < b ? -1 : a > b ? 1 : 0)),
    equal: (a, b) => byKeys(a, b) === 0,
  };
}
