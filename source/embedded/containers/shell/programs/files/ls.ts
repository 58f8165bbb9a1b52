import { FileError } from '../../container-files.ts';
import { type FileAbout, modeText } from '../../files/file-about.ts';
import { escaped } from '../../language/quote.ts';
import { type ProgramContext, pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { terminalOf } from '../../terminal.ts';
import { strftime } from '../tool/strftime.ts';
import { complain, humanSize, type Options, tool } from '../tool/tool.ts';
import { groupName, userName } from '../tool/users.ts';
import { inColumnsOf, namesFor } from './ls-names.ts';

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly about: FileAbout;
  readonly target?: string | undefined;
}

const table = {
  options: [
    'a|all',
    'A|almost-all',
    'B|ignore-backups',
    'c',
    'C',
    'd|directory',
    'F|classify?',
    'g',
    'G|no-group',
    'h|human-readable',
    'H',
    'i|inode',
    'k|kibibytes',
    'l',
    'L|dereference',
    'm',
    'n|numeric-uid-gid',
    'N|literal',
    'o',
    'p',
    'q',
    'Q|quote-name',
    'r|reverse',
    'R|recursive',
    's|size',
    'S',
    't',
    'u',
    'U',
    'v',
    'x',
    'X',
    '1',
    'I:|ignore',
    '|color?',
    '|full-time',
    '|time-style:',
    '|sort:',
    '|group-directories-first',
    '|si',
    '|block-size:',
    '|format:',
    '|time:',
  ],
  wrong: 2,
};

/** `ls`, with owners, sizes and times as they are. */
export const ls = tool(table, async (context, options, operands) => {
  let code = 0;
  const paths = operands.length === 0 ? ['.'] : operands;
  const isLong = options.has('l', 'g', 'o', 'n', 'full-time');
  const files: Entry[] = [];
  const directories: Entry[] = [];
  for (const name of paths) {
    // A link on the command line is followed, unless it is shown itself.
    const entry = await entryOf(context, name, name, options, !isLong && !options.has('d', 'F'));
    if (entry === undefined) code = 2;
    else if (!options.has('d') && isDirectory(context, entry)) directories.push(entry);
    else files.push(entry);
  }
  await print(context, sorted(files, options), options);
  const isNamed = paths.length > 1 || options.has('R');
  let isFirst = files.length === 0;
  const waiting = sorted(directories, options);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (isNamed) await writeText(context.stdout, `${isFirst ? '' : '\n'}${next.name}:\n`);
    isFirst = false;
    const inside = await entriesIn(context, next, options);
    if (inside === undefined) {
      code = 2;
      continue;
    }
    if (isLong || options.has('s')) {
      const blocks = inside.reduce((sum, { about }) => sum + about.blocks / 2, 0);
      await writeText(
        context.stdout,
        `total ${options.has('h') ? humanSize(blocks * 1024) : Math.ceil(blocks)}\n`,
      );
    }
    await print(context, inside, options);
    if (options.has('R')) {
      const below = inside.filter(
        ({ name, about }) => about.kind === 'directory' && name !== '.' && name !== '..',
      );
      waiting.unshift(
        ...below.map((entry) => ({ ...entry, name: `${next.name.replace(/(.)\/+$/, '$1')}/${entry.name}` })),
      );
    }
  }
  return code;
});

function isDirectory(context: ProgramContext, { about, path }: Entry): boolean {
  if (about.kind === 'directory') return true;
  return (
    about.kind === 'link' &&
    context.argv.every((word) => !/^-\w*l/.test(word)) &&
    context.container.files.isDirectory(path)
  );
}

async function entryOf(
  context: ProgramContext,
  name: string,
  path: string,
  options: Options,
  follows: boolean,
): Promise<Entry | undefined> {
  const { files } = context.container;
  const at = pathOf(context, path);
  try {
    const about = files.about(at, follows || options.has('L', 'H'));
    return { name, path: at, about, ...(about.kind === 'link' ? { target: files.linkTarget(at) } : {}) };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    // A link that leads nowhere is shown itself.
    if (follows && files.find(at, false)) return await entryOf(context, name, path, options, false);
    await complain(context, `cannot access '${name}': ${error.message}`);
    return undefined;
  }
}

async function entriesIn(
  context: ProgramContext,
  directory: Entry,
  options: Options,
): Promise<Entry[] | undefined> {
  const { files } = context.container;
  let names: string[];
  try {
    names = files.list(directory.path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await complain(context, `cannot open directory '${directory.name}': ${error.message}`);
    return undefined;
  }
  const entries: Entry[] = [];
  const shows = options.last('a', 'A');
  const ignored = options.all('I');
  const wanted = names.filter(
    (name) => (shows !== undefined || !name.startsWith('.')) && !ignored.includes(name),
  );
  for (const name of shows === 'a' ? ['.', '..', ...wanted] : wanted) {
    const entry = await entryOf(
      context,
      name,
      `${directory.path === '/' ? '' : directory.path}/${name}`,
      options,
      options.has('L'),
    );
    if (entry !== undefined) entries.push(entry);
  }
  return sorted(entries, options);
}

function sorted(entries: readonly Entry[], options: Options): Entry[] {
  const key = options.value('sort');
  const how =
    key === undefined
      ? options.last('t', 'S', 'U', 'X', 'v')
      : { time: 't', size: 'S', none: 'U', extension: 'X', version: 'v' }[key];
  const byName = (a: Entry, b: Entry): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const extension = ({ name }: Entry): string => /\.[^.]*$/.exec(name)?.[0] ?? '';
  const compare = (a: Entry, b: Entry): number => {
    if (how === 't') return b.about.modified - a.about.modified || byName(a, b);
    if (how === 'S') return b.about.size - a.about.size || byName(a, b);
    if (how === 'X') return extension(a) < extension(b) ? -1 : extension(a) > extension(b) ? 1 : byName(a, b);
    if (how === 'v') return a.name.localeCompare(b.name, 'en', { numeric: true });
    return byName(a, b);
  };
  const result = how === 'U' ? [...entries] : [...entries].sort(compare);
  if (options.has('r')) result.reverse();
  if (!options.has('group-directories-first')) return result;
  return [
    ...result.filter(({ about }) => about.kind === 'directory'),
    ...result.filter(({ about }) => about.kind !== 'directory'),
  ];
}

async function print(context: ProgramContext, entries: readonly Entry[], options: Options): Promise<void> {
  const isLong = options.has('l', 'g', 'o', 'n', 'full-time');
  const terminal = terminalOf(context.stdout);
  const shownNames = namesFor(entries, options, terminal !== undefined);
  if (!isLong) {
    const prefix = (entry: Entry): string =>
      (options.has('i') ? `${entry.about.id} ` : '') +
      (options.has('s') ? `${Math.ceil(entry.about.blocks / 2)} ` : '');
    const names = shownNames.map((name, index) => prefix(entries[index]!) + name);
    if (options.has('m'))
      return await writeText(context.stdout, names.length > 0 ? `${names.join(', ')}\n` : '');
    const inColumns = (options.has('C', 'x') || terminal !== undefined) && !options.has('1');
    await writeText(
      context.stdout,
      inColumns ? inColumnsOf(names, terminal?.columns ?? 80) : names.map((name) => `${name}\n`).join(''),
    );
    return;
  }
  const rows = entries.map((entry, index) => longRow(context, entry, shownNames[index]!, options));
  const widths = rows.reduce<number[]>(
    (all, row) => row.map(({ text }, at) => Math.max(all[at] ?? 0, text.length)),
    [],
  );
  const lines = rows.map((row) =>
    row
      .map(({ text, isRight }, at) =>
        at === row.length - 1 ? text : isRight ? text.padStart(widths[at]!) : text.padEnd(widths[at]!),
      )
      .join(' '),
  );
  await writeText(context.stdout, lines.map((line) => `${line}\n`).join(''));
}

interface Cell {
  readonly text: string;
  readonly isRight?: boolean;
}

const halfYear = 15_778_476_000;

function longRow(context: ProgramContext, { about, target }: Entry, name: string, options: Options): Cell[] {
  const owner = (uid: number): string => (options.has('n') ? String(uid) : userName(context, uid));
  const group = (gid: number): string => (options.has('n') ? String(gid) : groupName(context, gid));
  const style = options.has('full-time') ? 'full-iso' : options.value('time-style');
  const isRecent = about.modified > Date.now() - halfYear && about.modified <= Date.now();
  const format =
    style === undefined || style === 'locale'
      ? isRecent
        ? '%b %e %H:%M'
        : '%b %e  %Y'
      : style === 'full-iso'
        ? '%Y-%m-%d %H:%M:%S.%N %z'
        : style === 'long-iso'
          ? '%Y-%m-%d %H:%M'
          : style === 'iso'
            ? isRecent
              ? '%m-%d %H:%M'
              : '%Y-%m-%d '
            : style.replace(/^\+/, '');
  const size =
    about.kind === 'device'
      ? '1, 3'
      : options.has('h')
        ? humanSize(about.size)
        : options.has('si')
          ? humanSize(about.size, 1000)
          : String(about.size);
  return [
    ...(options.has('i') ? [{ text: String(about.id), isRight: true }] : []),
    ...(options.has('s') ? [{ text: String(Math.ceil(about.blocks / 2)), isRight: true }] : []),
    { text: modeText(about) },
    { text: String(about.links), isRight: true },
    ...(options.has('g') ? [] : [{ text: owner(about.uid) }]),
    ...(options.has('G', 'o') ? [] : [{ text: group(about.gid) }]),
    { text: size, isRight: true },
    { text: strftime(format, about.modified) },
    {
      text:
        target === undefined
          ? name
          : `${name} -> ${escaped(target).includes("$'") ? escaped(target) : target}`,
    },
  ];
}
