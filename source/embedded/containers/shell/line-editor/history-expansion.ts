import type { History } from '../language/history.ts';

/** `!name` without a line that fits, or a word that a line does not have. */
export class HistoryError extends Error {}

export interface ExpandedLine {
  readonly text: string;
  /** Whether anything was replaced. */
  readonly isChanged: boolean;
  /** `:p`: the line is shown, and not run. */
  readonly isOnlyShown: boolean;
}

const longest = 65_536;

/** Replaces `!!`, `!n`, `!-n`, `!text`, `!?text?`, `!$` and `^old^new^` by lines of the history, or their words. Throws HistoryError. */
export function expandHistory(line: string, history: History): ExpandedLine {
  const quick = /^\^([^^]+)\^([^^]*)\^?([\s\S]*)$/.exec(line);
  if (quick !== null) {
    const [, old = '', by = '', rest = ''] = quick;
    const before = history.get(-1);
    if (before === undefined || !before.includes(old))
      throw new HistoryError(':s^'.concat(line.slice(1), ': substitution failed'));
    return { text: before.replace(old, () => by) + rest, isChanged: true, isOnlyShown: false };
  }
  let text = '';
  let isChanged = false;
  let isOnlyShown = false;
  let isDoubleQuoted = false;
  for (let at = 0; at < line.length; ) {
    const char = line[at]!;
    if (char === '\\') {
      text += line.slice(at, at + 2);
      at += 2;
      continue;
    }
    if (char === "'" && !isDoubleQuoted) {
      const end = line.indexOf("'", at + 1);
      text += end < 0 ? line.slice(at) : line.slice(at, end + 1);
      at = end < 0 ? line.length : end + 1;
      continue;
    }
    if (char === '"') isDoubleQuoted = !isDoubleQuoted;
    const found = char === '!' ? eventAt(line, at, history, text, isDoubleQuoted) : undefined;
    if (found === undefined) {
      text += char;
      at++;
      continue;
    }
    text += found.text;
    at = found.end;
    isChanged = true;
    isOnlyShown ||= found.isOnlyShown;
    if (text.length > longest) throw new HistoryError('history expansion: the line is too long');
  }
  return { text, isChanged, isOnlyShown };
}

interface Found {
  readonly text: string;
  readonly end: number;
  readonly isOnlyShown: boolean;
}

/** What `!` at a place stands for; undefined where it stands for itself. */
function eventAt(
  line: string,
  at: number,
  history: History,
  before: string,
  isDoubleQuoted: boolean,
): Found | undefined {
  const rest = line.slice(at + 1);
  if (rest === '' || /^[\s=(]/.test(rest) || (isDoubleQuoted && rest.startsWith('"'))) return undefined;
  // `$!` and `${!name}` are parameters.
  if (/[[{$]$/.test(before)) return undefined;
  const event = /^(?:!|#|-?\d+|\?[^?\n]+\??|(?=[\^$*:-])|[^\s:;&()|<>"'^$*-]+)/.exec(rest);
  if (event === null) return undefined;
  const [name] = event;
  const chosen = name === '#' ? before : lineOf(name, history);
  if (chosen === undefined) throw new HistoryError(`!${name}: event not found`);
  return modified(chosen, rest, name.length, at + 1);
}

function lineOf(name: string, history: History): string | undefined {
  if (name === '!' || name === '') return history.get(-1);
  if (/^-?\d+$/.test(name)) return history.get(Number(name));
  const { lines } = history;
  const part = name.replace(/^\?|\?$/g, '');
  return name.startsWith('?')
    ? lines.findLast((one) => one.includes(part))
    : lines.findLast((one) => one.startsWith(name));
}

/** Applies a word designator and modifiers. */
function modified(chosen: string, rest: string, from: number, offset: number): Found {
  let text = chosen;
  let at = from;
  const designator = /^(?::?([\^$*-])|:(\d+)(?:(\*)|-(\d+|\$)?)?)/.exec(rest.slice(at));
  if (designator !== null) {
    const [whole, sign, first, star] = designator;
    const words = wordsOf(chosen);
    const last = words.length - 1;
    const [begin, end] =
      sign === '^'
        ? [1, 1]
        : sign === '$'
          ? [last, last]
          : sign === '*'
            ? [1, last]
            : sign === '-'
              ? [0, last - 1]
              : [Number(first), star === '*' ? last : lastWord(designator, last)];
    if (begin > last + (sign === '*' ? 1 : 0) || end > last)
      throw new HistoryError(`${whole}: bad word specifier`);
    text = words.slice(begin, end + 1).join(' ');
    at += whole.length;
  }
  let isOnlyShown = false;
  for (;;) {
    const modifier = /^:(?:([htrep])|s\/([^/]*)\/([^/]*)\/?|(g)s\/([^/]*)\/([^/]*)\/?)/.exec(rest.slice(at));
    if (modifier === null) break;
    const [whole, letter, old, by, , allOld, allBy] = modifier;
    at += whole.length;
    if (letter === 'p') isOnlyShown = true;
    else if (letter !== undefined) text = pathPart(text, letter);
    else if (old !== undefined) text = text.replace(old, () => by ?? '');
    else text = text.replaceAll(allOld ?? '', () => allBy ?? '');
  }
  return { text, end: offset + at, isOnlyShown };
}

function lastWord(designator: RegExpExecArray, last: number): number {
  const [whole, , first, , to] = designator;
  if (to !== undefined) return to === '$' ? last : Number(to);
  return whole.endsWith('-') ? last - 1 : Number(first);
}

function pathPart(text: string, letter: string): string {
  const slash = text.lastIndexOf('/');
  const dot = text.lastIndexOf('.');
  if (letter === 'h') return slash < 0 ? text : text.slice(0, slash);
  if (letter === 't') return text.slice(slash + 1);
  if (dot < 0) return letter === 'r' ? text : '';
  return letter === 'r' ? text.slice(0, dot) : text.slice(dot);
}

/** The words of a line; quotes hold them together, and operators are words. */
function wordsOf(line: string): string[] {
  return line.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;&|<>()"'\\])+|[<>]{1,3}&?|[;&|]{1,2}|[()]/g) ?? [];
}
