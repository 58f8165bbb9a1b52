import { FileError } from '../../container-files.ts';
import { Glob } from '../../language/glob.ts';
import { type ProgramContext, pathOf } from '../../program.ts';
import { PatternError } from '../../regular-expression/parse.ts';
import { Pattern } from '../../regular-expression/pattern.ts';
import { posixPattern } from '../../regular-expression/posix.ts';
import { splitLines, writeText } from '../../streams.ts';
import { bytesOf, piecesOf } from '../tool/input.ts';
import { complain, type Options, ToolError, tool, wholeNumber } from '../tool/tool.ts';
import { walk } from '../tool/walk.ts';

const table = {
  options: [
    'A:|after-context:',
    'B:|before-context:',
    'C:|context:',
    'E|extended-regexp',
    'F|fixed-strings',
    'G|basic-regexp',
    'H|with-filename',
    'L|files-without-match',
    'P|perl-regexp',
    'R|dereference-recursive',
    'a|text',
    'b',
    'c|count',
    'e:|regexp:',
    'f:|file:',
    'h|no-filename',
    'i|ignore-case',
    'I',
    'l|files-with-matches',
    'm:|max-count:',
    'n|line-number',
    'o|only-matching',
    'q|quiet',
    'r|recursive',
    's|no-messages',
    'v|invert-match',
    'w|word-regexp',
    'x|line-regexp',
    'y',
    'z',
    'Z|null',
    '|color?',
    '|colour?',
    '|include:',
    '|exclude:',
    '|exclude-dir:',
    '|line-buffered',
    '|silent',
  ],
  wrong: 2,
  old: (word: string) => (/^-\d+$/.test(word) ? ['-C', word.slice(1)] : undefined),
};

/** The patterns of `-e`, `-f` or the first operand, each a line. */
async function patternsOf(
  context: ProgramContext,
  options: Options,
  operands: string[],
  kind: string,
): Promise<Pattern[]> {
  const sources = [...options.all('e')];
  for (const file of options.all('f'))
    sources.push(...(await bytesOf(context, file)).toString('utf8').replace(/\n$/, '').split('\n'));
  if (sources.length === 0) {
    const first = operands.shift();
    if (first === undefined) throw new ToolError('usage: grep [OPTION]... PATTERNS [FILE]...', 2);
    sources.push(first);
  }
  const ignoresCase = options.has('i', 'y');
  try {
    return sources
      .flatMap((source) => source.split('\n'))
      .map((source) => {
        if (kind === 'F') return new Pattern(source, { ignoresCase, isLiteral: true });
        if (kind === 'P') return new Pattern(source, { ignoresCase });
        return posixPattern(source, { isExtended: kind === 'E', ignoresCase });
      });
  } catch (error) {
    if (error instanceof PatternError) throw new ToolError(error.message, 2);
    throw error;
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** `grep [OPTION]... PATTERNS [FILE]...`, also as `egrep` and `fgrep`. */
export const grep = tool(table, async (context, options, operands) => {
  const called = (context.argv[0] ?? '').split('/').at(-1);
  const kind =
    options.last('E', 'F', 'G', 'P') ?? (called === 'egrep' ? 'E' : called === 'fgrep' ? 'F' : 'G');
  const patterns = await patternsOf(context, options, operands, kind);
  const spans = async function* (line: string): AsyncGenerator<Span> {
    for (const pattern of patterns)
      for await (const { start, end } of pattern.all(line)) {
        if (options.has('x') && (start > 0 || end < line.length)) continue;
        if (options.has('w') && (/\w/.test(line[start - 1] ?? '') || /\w/.test(line[end] ?? ''))) continue;
        yield { start, end };
      }
  };
  const matches = async (line: string): Promise<boolean> => {
    if (options.has('x')) {
      for (const pattern of patterns) if (await pattern.matches(line)) return true;
      return false;
    }
    if (!options.has('w')) {
      for (const pattern of patterns) if (await pattern.test(line)) return true;
      return false;
    }
    for await (const _ of spans(line)) return true;
    return false;
  };
  const isDeep = options.has('r', 'R');
  const names = operands.length > 0 ? operands : [isDeep ? '.' : '-'];
  const run = new Search(
    context,
    options,
    { matches, spans },
    (isDeep || names.length > 1 || options.has('H')) && !options.has('h'),
  );
  for (const name of names) {
    if (run.isOver) break;
    if (isDeep && name !== '-') await searchBelow(context, options, name, run, operands.length === 0);
    else await run.file(name);
  }
  return run.code;
});

async function searchBelow(
  context: ProgramContext,
  options: Options,
  name: string,
  run: Search,
  isImplied: boolean,
): Promise<void> {
  const globs = (key: string): Glob[] => options.all(key).map((text) => new Glob([{ text, quoted: false }]));
  const [included, excluded, left] = [globs('include'), globs('exclude'), globs('exclude-dir')];
  const any = async (list: readonly Glob[], text: string): Promise<boolean> => {
    for (const glob of list) if (await glob.matches(text)) return true;
    return false;
  };
  try {
    const skipped = new Set<string>();
    for await (const found of walk(context, name, { enters: ({ path }) => !skipped.has(path) })) {
      const base = found.name.split('/').at(-1) ?? '';
      if (found.about.kind === 'directory') {
        if (await any(left, base)) skipped.add(found.path);
        continue;
      }
      if (found.about.kind !== 'file' || run.isOver) continue;
      if (included.length > 0 && !(await any(included, base))) continue;
      if (await any(excluded, base)) continue;
      await run.file(isImplied ? found.name.slice(2) : found.name);
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await run.report(name, error.message);
  }
}

interface How {
  matches(line: string): Promise<boolean>;
  spans(line: string): AsyncGenerator<Span>;
}

class Search {
  isOver = false;
  #found = false;
  #failed = false;
  readonly #context: ProgramContext;
  readonly #options: Options;
  readonly #how: How;
  readonly #isNamed: boolean;
  readonly #before: number;
  readonly #after: number;
  readonly #most: number;

  constructor(context: ProgramContext, options: Options, how: How, isNamed: boolean) {
    this.#context = context;
    this.#options = options;
    this.#how = how;
    this.#isNamed = isNamed;
    const lines = (key: string): number =>
      wholeNumber(
        options.value(key) ?? options.value('C') ?? '0',
        `${options.value(key)}: invalid context length argument`,
        2,
      );
    this.#before = lines('B');
    this.#after = lines('A');
    this.#most = options.has('m')
      ? wholeNumber(options.value('m')!, 'invalid max count', 2)
      : Number.POSITIVE_INFINITY;
  }

  get code(): number {
    if (this.#found && (!this.#failed || this.#options.has('q', 'silent'))) return 0;
    return this.#failed ? 2 : 1;
  }

  async report(name: string, reason: string): Promise<void> {
    this.#failed = true;
    if (!this.#options.has('s')) await complain(this.#context, `${name}: ${reason}`);
  }

  async file(name: string): Promise<void> {
    try {
      await this.#lines(name);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await this.report(name, error.message);
    }
  }

  async #lines(name: string): Promise<void> {
    const { stdout, killed, container } = this.#context;
    const options = this.#options;
    const shown = name === '-' ? '(standard input)' : name;
    const write = (text: string): Promise<void> => writeText(stdout, text, killed);
    const prefix = (number: number, mark: string): string =>
      (this.#isNamed ? `${shown}${options.has('Z') ? '\0' : mark}` : '') +
      (options.has('n') ? `${number}${mark}` : '');
    if (name !== '-' && container.files.isDirectory(pathOf(this.#context, name))) {
      await this.report(name, 'Is a directory');
      return;
    }
    let [number, count, lastShown, after] = [0, 0, 0, 0];
    let isBinary = false;
    const earlier: { text: string; number: number }[] = [];
    const hasContext = this.#before > 0 || this.#after > 0;
    const isSilent = options.has('q', 'silent', 'c', 'l', 'L');
    for await (const { text } of splitLines(piecesOf(this.#context, name))) {
      if (killed.aborted) return;
      number++;
      if (text.includes('\0')) isBinary = true;
      const isMeant = (await this.#how.matches(text)) !== options.has('v');
      if (isMeant && count < this.#most) {
        count++;
        this.#found ||= !options.has('L');
        if (options.has('q', 'silent')) {
          this.isOver = true;
          return;
        }
        if (options.has('l', 'L')) break;
        if (isSilent) continue;
        if (isBinary && !options.has('a', 'o')) {
          if (!options.has('I')) await write(`Binary file ${shown} matches\n`);
          return;
        }
        if (hasContext && lastShown > 0 && number - earlier.length > lastShown + 1) await write('--\n');
        for (const one of earlier.splice(0)) await write(`${prefix(one.number, '-')}${one.text}\n`);
        if (options.has('o')) await this.#parts(text, prefix(number, ':'));
        else await write(`${prefix(number, ':')}${text}\n`);
        [lastShown, after] = [number, this.#after];
      } else if (after > 0 && !isSilent) {
        await write(`${prefix(number, '-')}${text}\n`);
        after--;
        lastShown = number;
      } else if (this.#before > 0) {
        earlier.push({ text, number });
        if (earlier.length > this.#before) earlier.shift();
      }
      if (count >= this.#most && after === 0) break;
    }
    if (options.has('c')) await write(`${this.#isNamed ? `${shown}:` : ''}${count}\n`);
    if (options.has('l') && count > 0) await write(`${shown}\n`);
    if (options.has('L') && count === 0) {
      this.#found = true;
      await write(`${shown}\n`);
    }
  }

  async #parts(line: string, prefix: string): Promise<void> {
    if (this.#options.has('v')) return;
    const spans: Span[] = [];
    for await (const span of this.#how.spans(line)) if (span.end > span.start) spans.push(span);
    let done = 0;
    for (const { start, end } of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
      if (start < done) continue;
      await writeText(this.#context.stdout, `${prefix}${line.slice(start, end)}\n`, this.#context.killed);
      done = end;
    }
  }
}
