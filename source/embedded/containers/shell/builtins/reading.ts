import { inSlices } from '../../../bounds/lanes/pods.ts';
import { ShellArray } from '../language/shell-array.ts';
import type { ShellCore } from '../language/shell-core.ts';
import { splitFields } from '../language/split-fields.ts';
import { mostElements, VariableError } from '../language/variables.ts';
import { Collector, readLines, takeLine, writeText } from '../streams.ts';
import { isTerminal } from '../terminal.ts';
import { type Builtin, fail, variableName, wrongOption } from './builtin.ts';

interface ReadOptions {
  readonly isRaw: boolean;
  readonly isSilent: boolean;
  readonly descriptor: number;
  readonly delimiter: string;
  readonly most: number | undefined;
  readonly seconds: number | undefined;
  readonly prompt: string | undefined;
  readonly array: string | undefined;
}

/** `read [-r] [-s] [-a ARRAY] [-d DELIMITER] [-n COUNT] [-p PROMPT] [-t SECONDS] [-u NUMBER] [NAME...]` */
async function read(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const words = argv.slice(1);
  let options: ReadOptions = {
    isRaw: false,
    isSilent: false,
    descriptor: 0,
    delimiter: '\n',
    most: undefined,
    seconds: undefined,
    prompt: undefined,
    array: undefined,
  };
  while (/^-./.test(words[0] ?? '')) {
    const word = words.shift()!;
    if (word === '--') break;
    for (let at = 1; at < word.length; at++) {
      const letter = word[at]!;
      if (letter === 'r') options = { ...options, isRaw: true };
      else if (letter === 's') options = { ...options, isSilent: true };
      else if (letter === 'e') continue;
      else if (!'adnNptu'.includes(letter)) return await wrongOption(shell, open, argv, `-${letter}`);
      else {
        const value = word.slice(at + 1) || words.shift();
        if (value === undefined)
          return await fail(shell, open, argv, `-${letter}: option requires an argument`, 2);
        const number = Number(value);
        if ('nNtu'.includes(letter) && !(number >= 0))
          return await fail(
            shell,
            open,
            argv,
            `${value}: invalid ${letter === 't' ? 'timeout specification' : 'number'}`,
          );
        if (letter === 'a') options = { ...options, array: value };
        else if (letter === 'd') options = { ...options, delimiter: value === '' ? '\0' : value[0]! };
        else if (letter === 'n' || letter === 'N') options = { ...options, most: number };
        else if (letter === 't') options = { ...options, seconds: number };
        else if (letter === 'u') options = { ...options, descriptor: number };
        else options = { ...options, prompt: value };
        break;
      }
    }
  }
  const wrong = words.find((word) => !variableName.test(word.replace(/\[.*\]$/, '')));
  if (wrong !== undefined) return await fail(shell, open, argv, `\`${wrong}': not a valid identifier`);
  if (options.descriptor !== 0 && !open.has(options.descriptor))
    return await fail(
      shell,
      open,
      argv,
      `${options.descriptor}: invalid file descriptor: Bad file descriptor`,
    );
  if (options.prompt !== undefined && shell.isInteractive) await writeText(open.stderr, options.prompt);
  const input = open.input(options.descriptor);
  const terminal = options.isSilent && isTerminal(input) ? input.terminal : undefined;
  if (terminal !== undefined) terminal.isEchoing = false;
  const timeout = new AbortController();
  const timer =
    options.seconds === undefined ? undefined : setTimeout(() => timeout.abort(), options.seconds * 1000);
  const signal = AbortSignal.any([shell.killed, timeout.signal]);
  let line = await takeLine(input, signal, {
    delimiter: options.delimiter,
    ...(options.most === undefined ? {} : { most: options.most }),
  });
  // A backslash joins lines.
  while (
    !options.isRaw &&
    line.isWhole &&
    /(?<!\\)(?:\\\\)*\\$/.test(line.text) &&
    options.most === undefined &&
    !signal.aborted
  ) {
    const next = await takeLine(input, signal, { delimiter: options.delimiter });
    line = { text: line.text.slice(0, -1) + next.text, isWhole: next.isWhole };
  }
  clearTimeout(timer);
  if (terminal !== undefined) terminal.isEchoing = true;
  await assignWords(shell, line.text, words, options);
  if (timeout.signal.aborted) return 142;
  return line.isWhole ? 0 : 1;
}

/** A character that a backslash protects from being a separator. */
const protectedMark = '\u{f8ff}';

async function assignWords(
  shell: ShellCore,
  line: string,
  names: readonly string[],
  { isRaw, array }: ReadOptions,
): Promise<void> {
  const separators = shell.variables.text('IFS') ?? ' \t\n';
  const kept: string[] = [];
  const text = isRaw
    ? line
    : line.replace(/\\([\s\S])/g, (_, char: string) => {
        kept.push(char);
        return protectedMark;
      });
  let restored = 0;
  const restore = (part: string): string =>
    kept.length === 0 ? part : part.replaceAll(protectedMark, () => kept[restored++] ?? '');
  if (array !== undefined) {
    const variable = shell.variables.ensure(array);
    const { fields } = await splitFields(text, separators);
    if (fields.length > mostElements) throw new VariableError('cannot allocate memory');
    shell.variables.charge(line.length);
    const list = new ShellArray();
    await inSlices(fields, (field) => list.set(list.end, restore(field)));
    variable.list = list;
    return;
  }
  if (names.length === 0) {
    shell.set('REPLY', restore(text));
    return;
  }
  let rest = trimmed(text, separators);
  for (const [index, name] of names.entries()) {
    let value = rest;
    if (index < names.length - 1) {
      const at = firstOf(rest, separators);
      value = at < 0 ? rest : rest.slice(0, at);
      rest = at < 0 ? '' : afterSeparator(rest.slice(at), separators);
    } else value = withoutTrailer(rest, separators);
    const element = /^(\w+)\[(.*)\]$/.exec(name);
    if (element) shell.set(element[1]!, restore(value), element[2]!);
    else shell.set(name, restore(value));
  }
}

/** Where the first of these characters is in a text, or -1. */
function firstOf(text: string, characters: string): number {
  for (let at = 0; at < text.length; at++) if (characters.includes(text[at]!)) return at;
  return -1;
}

const isBlank = (char: string | undefined, separators: string): boolean =>
  char !== undefined && ' \t\n'.includes(char) && separators.includes(char);

function trimmed(text: string, separators: string): string {
  let [from, to] = [0, text.length];
  while (from < to && isBlank(text[from], separators)) from++;
  while (to > from && isBlank(text[to - 1], separators)) to--;
  return text.slice(from, to);
}

/** What follows one separator with the blanks around it. */
function afterSeparator(text: string, separators: string): string {
  let at = 0;
  while (isBlank(text[at], separators)) at++;
  const char = text[at];
  if (char !== undefined && separators.includes(char)) at++;
  while (isBlank(text[at], separators)) at++;
  return text.slice(at);
}

/** The last name gets the rest; a single separator at its end goes away. */
function withoutTrailer(text: string, separators: string): string {
  const last = text.at(-1);
  if (last === undefined || !separators.includes(last) || isBlank(last, separators)) return text;
  const first = firstOf(text, separators);
  return first >= 0 && first < text.length - 1 ? text : text.slice(0, -1);
}

/** `mapfile [-t] [-n COUNT] [-s COUNT] [-d DELIMITER] [ARRAY]` */
async function mapfile(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const words = argv.slice(1);
  let isTrimmed = false;
  let [most, skipped, descriptor] = [Number.POSITIVE_INFINITY, 0, 0];
  while (words[0]?.startsWith('-')) {
    const option = words.shift()!;
    if (option === '-t') isTrimmed = true;
    else if (/^-[nsu]$/.test(option) && /^\d+$/.test(words[0] ?? '')) {
      const value = Number(words.shift());
      if (option === '-n') most = value === 0 ? most : value;
      else if (option === '-s') skipped = value;
      else descriptor = value;
    } else return await wrongOption(shell, open, argv, option);
  }
  const variable = shell.variables.ensure(words[0] ?? 'MAPFILE');
  const list = new ShellArray();
  let number = 0;
  for await (const line of readLines(open.input(descriptor), shell.killed)) {
    number++;
    if (number <= skipped) continue;
    shell.variables.charge(line.length, list.size);
    list.set(list.end, isTrimmed ? line : `${line}\n`);
    if (list.size >= most) break;
  }
  variable.list = list;
  return 0;
}

/** `getopts OPTSTRING NAME [ARGUMENT...]` */
async function getopts(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const [, letters, name, ...own] = argv;
  if (letters === undefined || name === undefined)
    return await fail(shell, open, argv, 'usage: getopts optstring name [arg ...]', 2);
  const args = own.length > 0 ? own : shell.positional;
  let index = Number(shell.get('OPTIND') ?? 1);
  if (index === 1 && shell.optionPlace === 0) shell.optionPlace = 1;
  const word = args[index - 1];
  const finish = (status: number): number => {
    shell.set('OPTIND', String(index));
    return status;
  };
  if (word === undefined || !/^-./.test(word) || word === '--') {
    if (word === '--') index++;
    shell.set(name, '?');
    shell.optionPlace = 0;
    return finish(1);
  }
  const place = Math.max(1, shell.optionPlace);
  const letter = word[place] ?? '';
  const isSilent = letters.startsWith(':');
  const at = letter === ':' ? -1 : letters.indexOf(letter);
  const isLastLetter = place + 1 >= word.length;
  shell.optionPlace = isLastLetter ? 1 : place + 1;
  if (isLastLetter) index++;
  shell.variables.unset('OPTARG');
  if (at < 0) {
    shell.set(name, '?');
    if (isSilent) shell.set('OPTARG', letter);
    else await writeText(open.stderr, `${shell.name}: illegal option -- ${letter}\n`);
    return finish(0);
  }
  if (letters[at + 1] === ':') {
    const value = isLastLetter ? args[index - 1] : word.slice(place + 1);
    shell.optionPlace = 1;
    index = isLastLetter ? index + 1 : index + 1;
    if (value === undefined) {
      index--;
      shell.set(name, isSilent ? ':' : '?');
      if (isSilent) shell.set('OPTARG', letter);
      else await writeText(open.stderr, `${shell.name}: option requires an argument -- ${letter}\n`);
      return finish(0);
    }
    shell.set('OPTARG', value);
  }
  shell.set(name, letter);
  return finish(0);
}

/** `printf [-v NAME] FORMAT [ARGUMENT...]`: the program, whose output may go into a variable. */
async function printf(...[shell, argv, open]: Parameters<Builtin>): Promise<number> {
  const program = shell.container.programs.get('printf');
  if (program === undefined) return await shell.runProgram(argv, open);
  if (argv[1] !== '-v') return await program({ ...shell.context(open), argv });
  const [, , name = '', ...rest] = argv;
  const element = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/.exec(name);
  if (element === null) return await fail(shell, open, argv, `\`${name}': not a valid identifier`, 2);
  const output = new Collector();
  const status = await program({ ...shell.context(open), argv: ['printf', ...rest], stdout: output });
  shell.set(element[1]!, output.text, element[2]);
  return status;
}

/** Builtins that read input and arguments, or write a variable. */
export const reading: readonly (readonly [string, Builtin])[] = [
  ['read', read],
  ['mapfile', mapfile],
  ['readarray', mapfile],
  ['getopts', getopts],
  ['printf', printf],
];
