import { FileError } from '../../container-files.ts';
import { type ProgramContext, pathOf } from '../../program.ts';
import { type Line, splitLines, writeText } from '../../streams.ts';
import { piecesOf } from '../tool/input.ts';
import { byteCount, complain, type Options, tool } from '../tool/tool.ts';
import { followFiles } from './follow.ts';

const shown = ({ text, isWhole }: Line): string => (isWhole ? `${text}\n` : text);

const oldCount = (word: string): readonly string[] | undefined => {
  const match = /^-(\d+)([cn]?)$/.exec(word);
  return match === null ? undefined : [match[2] === 'c' ? '-c' : '-n', match[1]!];
};

/** `Head of several files: a title above each.` */
function titles(context: ProgramContext, isShown: boolean): (name: string) => Promise<void> {
  let isFirst = true;
  return async (name) => {
    if (isShown)
      await writeText(
        context.stdout,
        `${isFirst ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`,
      );
    isFirst = false;
  };
}

/** How much `head` and `tail` were asked for; the sign says from where it counts. */
function lengthAsked(options: Options) {
  const unit = options.last('n', 'c') ?? 'n';
  const text = options.value(unit) ?? '10';
  const count = byteCount(text.replace(/^[-+]/, ''), `invalid number of ${unit === 'n' ? 'lines' : 'bytes'}`);
  return { unit, sign: text.charAt(0), count };
}

export const head = tool(
  { options: ['n:|lines:', 'c:|bytes:', 'q|quiet', 'v|verbose', 'z'], old: oldCount },
  async (context, options, operands) => {
    const { unit, sign, count } = lengthAsked(options);
    const isFromEnd = sign === '-';
    const names = operands.length === 0 ? ['-'] : operands;
    const title = titles(context, (names.length > 1 || options.has('v')) && !options.has('q'));
    let code = 0;
    for (const name of names) {
      try {
        const open = piecesOf(context, name);
        const first = await open.next();
        await title(name);
        const rest = (async function* () {
          if (!first.done) yield first.value;
          yield* open;
        })();
        if (unit === 'c') await headBytes(context, rest, isFromEnd ? -count : count);
        else await headLines(context, rest, isFromEnd ? -count : count);
      } catch (error) {
        code = 1;
        await complainOf(context, name, error);
      }
    }
    return code;
  },
);

/** Says why a file is not read; rethrows what is no error of the file. */
async function complainOf(context: ProgramContext, name: string, error: unknown): Promise<void> {
  if (!(error instanceof FileError)) throw error;
  await complain(
    context,
    error.code === 'EISDIR'
      ? `error reading '${name}': ${error.message}`
      : `cannot open '${name}' for reading: ${error.message}`,
  );
}

async function headBytes(
  context: ProgramContext,
  pieces: AsyncIterable<Buffer>,
  count: number,
): Promise<void> {
  let left = count;
  let kept: Buffer = Buffer.alloc(0);
  if (count === 0) return;
  for await (const piece of pieces) {
    if (count > 0) {
      await writeText(context.stdout, piece.subarray(0, left), context.killed);
      left -= piece.length;
      if (left <= 0) return;
      continue;
    }
    kept = Buffer.concat([kept, piece]);
    if (kept.length > -count) {
      await writeText(context.stdout, kept.subarray(0, kept.length + count), context.killed);
      kept = kept.subarray(kept.length + count);
    }
  }
}

async function headLines(
  context: ProgramContext,
  pieces: AsyncIterable<Buffer>,
  count: number,
): Promise<void> {
  if (count === 0) return;
  const kept: Line[] = [];
  let number = 0;
  for await (const line of splitLines(pieces)) {
    if (count < 0) {
      kept.push(line);
      if (kept.length > -count) await writeText(context.stdout, shown(kept.shift()!), context.killed);
      continue;
    }
    await writeText(context.stdout, shown(line), context.killed);
    number++;
    if (number >= count) return;
  }
}

const mostKept = 16 * 1024 * 1024;

export const tail = tool(
  {
    options: [
      'n:|lines:',
      'c:|bytes:',
      'f',
      'F',
      '|follow?',
      'q|quiet',
      'v|verbose',
      's:|sleep-interval:',
      '|pid:',
      '|retry',
      'z',
    ],
    old: (word) =>
      /^-\d+f$/.test(word)
        ? ['-n', word.slice(1, -1), '-f']
        : (oldCount(word) ?? (/^\+\d+$/.test(word) ? ['-n', word] : undefined)),
  },
  async (context, options, operands) => {
    const { unit, sign, count } = lengthAsked(options);
    const isFromStart = sign === '+';
    const names = operands.length === 0 ? ['-'] : operands;
    const shows = (names.length > 1 || options.has('v')) && !options.has('q');
    const title = titles(context, shows);
    let code = 0;
    const read: { name: string; size: number }[] = [];
    for (const name of names) {
      try {
        const size = await showTail(context, name, { unit, isFromStart, count }, () => title(name));
        if (name !== '-') read.push({ name, size });
      } catch (error) {
        code = 1;
        await complainOf(context, name, error);
        if (options.has('F', 'retry')) read.push({ name, size: 0 });
      }
    }
    if (!options.has('f', 'F', 'follow') || read.length === 0) {
      return code;
    }
    return await followFiles(context, read, shows);
  },
);

interface Part {
  readonly unit: string;
  readonly isFromStart: boolean;
  readonly count: number;
}

/** Shows the end of a file; resolves with the number of bytes read. */
async function showTail(
  context: ProgramContext,
  name: string,
  { unit, isFromStart, count }: Part,
  title: () => Promise<void>,
): Promise<number> {
  let total = 0;
  let kept: Buffer = Buffer.alloc(0);
  let skipped = 0;
  const out: Buffer[] = [];
  const { files } = context.container;
  const size = name === '-' ? 0 : (files.find(pathOf(context, name))?.size ?? 0);
  // The end of a large file is read alone.
  const from = !isFromStart && size > mostKept ? size - mostKept : 0;
  const pieces = from > 0 ? files.pieces(pathOf(context, name), from) : piecesOf(context, name);
  let isTitled = false;
  const show = async (piece: Buffer): Promise<void> => {
    if (!isTitled) await title();
    isTitled = true;
    await writeText(context.stdout, piece, context.killed);
  };
  for await (const piece of pieces) {
    if (context.killed.aborted) return total;
    total += piece.length;
    if (isFromStart) {
      const wanted = count - 1;
      let at = 0;
      while (skipped < wanted && at < piece.length) {
        if (unit === 'c') {
          const step = Math.min(piece.length - at, wanted - skipped);
          at += step;
          skipped += step;
          continue;
        }
        const end = piece.indexOf(10, at);
        at = end < 0 ? piece.length : end + 1;
        if (end >= 0) skipped++;
      }
      if (at < piece.length) await show(piece.subarray(at));
      continue;
    }
    out.push(piece);
    kept = out.length > 64 ? Buffer.concat(out.splice(0)) : kept;
    if (out.length === 0) {
      kept = lastOf(kept, unit, count);
      out.push(kept);
    }
  }
  if (isFromStart) {
    if (!isTitled) await title();
    return total;
  }
  await title();
  await writeText(context.stdout, lastOf(Buffer.concat(out), unit, count), context.killed);
  return from + total;
}

/** The last lines or bytes. */
function lastOf(bytes: Buffer, unit: string, count: number): Buffer {
  if (count === 0) return Buffer.alloc(0);
  if (unit === 'c') return bytes.subarray(Math.max(0, bytes.length - count));
  let at = bytes.length;
  if (bytes.at(-1) === 10) at--;
  for (let lines = 0; lines < count; lines++) {
    const before = at <= 0 ? -1 : bytes.lastIndexOf(10, at - 1);
    if (before < 0) return bytes;
    at = before;
  }
  return bytes.subarray(at + 1);
}
