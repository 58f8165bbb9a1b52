import { isJsonObject } from '../../../json/json-value.ts';

/*
 * YAML as kubectl writes it (Go's yaml.v2 over sorted JSON): two spaces, sequences not indented below their key; a string stands plain,
 * in single quotes where plain would be read otherwise, in double quotes where it would be another type or has control
 * characters, as a `|` block where it has line ends. Flow scalars fold at spaces beyond 80 columns.
 */
const bestWidth = 80;

export function toYaml(value: unknown): string {
  if (isJsonObject(value)) return Object.keys(value).length === 0 ? '{}\n' : mapLines(value, 0);
  if (Array.isArray(value)) return value.length === 0 ? '[]\n' : sequenceLines(value, 0);
  return `${scalar(value, 0, 0)}\n`;
}

function mapLines(map: Readonly<Record<string, unknown>>, indent: number, firstAt?: number): string {
  return Object.keys(map)
    .sort()
    .map((key, index) => {
      const pad = index === 0 && firstAt !== undefined ? '' : ' '.repeat(indent);
      const keyText = scalar(key, indent, 0);
      return `${pad}${keyText}:${below(map[key], indent, indent + keyText.length + 1)}`;
    })
    .join('');
}

function below(value: unknown, indent: number, column: number): string {
  if (isJsonObject(value)) {
    return Object.keys(value).length === 0 ? ' {}\n' : `\n${mapLines(value, indent + 2)}`;
  }
  if (Array.isArray(value)) return value.length === 0 ? ' []\n' : `\n${sequenceLines(value, indent)}`;
  return ` ${scalar(value, indent + 2, column + 1)}\n`;
}

function sequenceLines(items: readonly unknown[], indent: number): string {
  const pad = ' '.repeat(indent);
  return items
    .map((item) => {
      if (isJsonObject(item) && Object.keys(item).length > 0)
        return `${pad}- ${mapLines(item, indent + 2, indent + 2)}`;
      if (Array.isArray(item) && item.length > 0)
        return `${pad}- ${sequenceLines(item, indent + 2).trimStart()}`;
      if (isJsonObject(item)) return `${pad}- {}\n`;
      if (Array.isArray(item)) return `${pad}- []\n`;
      return `${pad}- ${scalar(item, indent + 2, indent + 2)}\n`;
    })
    .join('');
}

function scalar(value: unknown, indent: number, column: number): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value !== 'string') return String(value);
  if (value.includes('\n') && blockAllowed(value)) return block(value, indent);
  if (/[^\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\n\t]/u.test(value))
    return doubleQuoted(value, indent, column);
  if (value === '' || readsAsOtherType(value)) return `"${value}"`;
  if (value.includes('\n')) return doubleQuoted(value, indent, column);
  if (plainAllowed(value)) return fold(value, indent, column);
  if (value.includes('\t')) return doubleQuoted(value, indent, column);
  return `'${fold(value.replaceAll("'", "''"), indent, column + 1)}'`;
}

function blockAllowed(value: string): boolean {
  return (
    !/[^\u0009\u000a\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.test(
      value,
    ) && !/ (\n|$)/.test(value)
  );
}

function block(value: string, indent: number): string {
  const pad = ' '.repeat(indent);
  const end = /(?:^|\n)\n$/.test(value) ? '+' : value.endsWith('\n') ? '' : '-';
  const body = (end === '-' ? value : value.slice(0, -1)).split('\n');
  const hint = /^[ \n]/.test(value) ? '2' : '';
  return `|${hint}${end}\n${body.map((line) => (line === '' ? '' : pad + line)).join('\n')}`;
}

const otherTypes =
  /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF|<<|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const numberLike =
  /^(?:[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$/;
const sexagesimal = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const timestamp =
  /^\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d+)?[ \t]*(?:Z|[-+]\d\d?(?::?\d\d)?)?)?$/;

function readsAsOtherType(value: string): boolean {
  return otherTypes.test(value) || numberLike.test(value) || sexagesimal.test(value) || timestamp.test(value);
}

function plainAllowed(value: string): boolean {
  if (/^[\s]|\s$/.test(value) || value.startsWith('---') || value.startsWith('...')) return false;
  if (/^[#,[\]{}&*!|>'"%@`]/.test(value)) return false;
  if (/^[-?:](?:\s|$)/.test(value)) return false;
  if (/^[?:-]$/.test(value)) return false;
  return !/:(?:\s|$)| #|\t/.test(value);
}

function fold(value: string, indent: number, column: number): string {
  let out = '';
  let at = column;
  for (let index = 0; index < value.length; index++) {
    const char = value[index]!;
    const breaks =
      char === ' ' &&
      at > bestWidth &&
      index > 0 &&
      index < value.length - 1 &&
      value[index - 1] !== ' ' &&
      value[index + 1] !== ' ';
    if (breaks) {
      out += `\n${' '.repeat(indent)}`;
      at = indent;
    } else {
      out += char;
      at++;
    }
  }
  return out;
}

const named: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
};
const printable = /^[ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/;

/** What is not printable by YAML 1.1 is escaped, and a character outside of the basic plane is; folds at single spaces. */
function doubleQuoted(value: string, indent: number, column: number): string {
  const characters = [...value];
  let out = '"';
  let at = column + 1;
  characters.forEach((char, index) => {
    const breaks =
      char === ' ' &&
      at > bestWidth &&
      index > 0 &&
      index < characters.length - 1 &&
      characters[index - 1] !== ' ';
    if (breaks) {
      out += `\n${' '.repeat(indent)}${characters[index + 1] === ' ' ? '\\' : ''}`;
      at = indent;
      return;
    }
    const written = named[char] ?? (printable.test(char) ? char : escaped(char.codePointAt(0)!));
    out += written;
    at += written.length;
  });
  return `${out}"`;
}

function escaped(code: number): string {
  const [letter, width] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${letter}${code
    .toString(16)
    .toUpperCase()
    .padStart(width as number, '0')}`;
}
