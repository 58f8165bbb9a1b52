import { createHash } from 'node:crypto';
import { FileError } from '../../container-files.ts';
import type { Program, ProgramContext } from '../../program.ts';
import { splitLines, writeText } from '../../streams.ts';
import { bytesOf, piecesOf } from '../tool/input.ts';
import { byteCount, complain, ToolError, tool } from '../tool/tool.ts';

/** Programs about bytes: checksums, encodings, dumps, comparisons. */

/** `md5sum [-c] [FILE...]` and its relatives. */
export function checksum(algorithm: string): Program {
  return tool(
    { options: ['b|binary', 't|text', 'c|check', '|quiet', '|status', 'w|warn', '|tag', '|strict'] },
    async (context, options, operands) => {
      let code = 0;
      const names = operands.length === 0 ? ['-'] : operands;
      const digest = async (name: string): Promise<string> => {
        const hash = createHash(algorithm);
        for await (const piece of piecesOf(context, name)) hash.update(piece);
        return hash.digest('hex');
      };
      for (const name of names) {
        try {
          if (options.has('c')) {
            if (!(await check(context, name, digest, options.has('quiet', 'status')))) code = 1;
          } else await writeText(context.stdout, `${await digest(name)}  ${name}\n`);
        } catch (error) {
          if (!(error instanceof FileError)) throw error;
          await complain(context, `${name}: ${error.message}`);
          code = 1;
        }
      }
      return code;
    },
  );
}

async function check(
  context: ProgramContext,
  list: string,
  digest: (name: string) => Promise<string>,
  isQuiet: boolean,
): Promise<boolean> {
  let failed = 0;
  let count = 0;
  for await (const { text } of splitLines(piecesOf(context, list))) {
    const match = /^([\da-f]+) [ *](.+)$/.exec(text);
    if (match === null) continue;
    count++;
    const isSame =
      (await digest(match[2]!).catch((error: unknown) => {
        if (error instanceof FileError) return '';
        throw error;
      })) === match[1];
    if (!isSame) failed++;
    if (!isQuiet || !isSame) await writeText(context.stdout, `${match[2]}: ${isSame ? 'OK' : 'FAILED'}\n`);
  }
  if (count === 0) await complain(context, `${list}: no properly formatted checksum lines found`);
  if (failed > 0)
    await complain(context, `WARNING: ${failed} computed checksum${failed === 1 ? '' : 's'} did NOT match`);
  return failed === 0 && count > 0;
}

export const base64 = tool(
  { options: ['d|decode', 'D', 'i|ignore-garbage', 'w:|wrap:'] },
  async (context, options, [name = '-']) => {
    const bytes = await bytesOf(context, name);
    if (options.has('d', 'D')) {
      const text = bytes.toString('latin1').replace(/\s/g, '');
      const clean = options.has('i') ? text.replace(/[^A-Za-z0-9+/=]/g, '') : text;
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(clean)) {
        await writeText(context.stdout, Buffer.from(/^[A-Za-z0-9+/]*/.exec(clean)![0], 'base64'));
        throw new ToolError('invalid input');
      }
      await writeText(context.stdout, Buffer.from(clean, 'base64'), context.killed);
      return 0;
    }
    const width = Number(options.value('w') ?? 76);
    const text = bytes.toString('base64');
    if (width === 0) await writeText(context.stdout, text);
    else
      for (let at = 0; at < text.length; at += width)
        await writeText(context.stdout, `${text.slice(at, at + width)}\n`, context.killed);
    return 0;
  },
);

const named: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

/** The cells of one row of `od`, by its type: `c`, `x1`, `x2`, `o2`, `d1`, `u1`. */
function cells(bytes: Buffer, type: string): string[] {
  const [letter = 'o', size = 2] = [
    type[0],
    type[0] === 'c' || type[0] === 'a'
      ? 1
      : Number(type.slice(1) || (type[0] === 'x' || type[0] === 'o' ? 4 : 4)),
  ];
  const widths: Readonly<Record<string, number>> = {
    c1: 3,
    a1: 3,
    x1: 2,
    x2: 4,
    x4: 8,
    o1: 3,
    o2: 6,
    o4: 11,
    d1: 4,
    d2: 6,
    d4: 11,
    u1: 3,
    u2: 5,
    u4: 10,
  };
  const width = widths[`${letter}${size}`];
  if (width === undefined) throw new ToolError(`invalid type string '${type}'`);
  const result: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const part = Buffer.alloc(size);
    bytes.copy(part, 0, at, at + size);
    const value = part.readUIntLE(0, size);
    if (letter === 'c')
      result.push(
        (
          named[value] ??
          (value >= 32 && value < 127 ? String.fromCharCode(value) : value.toString(8).padStart(3, '0'))
        ).padStart(width),
      );
    else if (letter === 'x') result.push(value.toString(16).padStart(width, '0'));
    else if (letter === 'o') result.push(value.toString(8).padStart(width, '0'));
    else result.push(String(letter === 'd' ? part.readIntLE(0, size) : value).padStart(width));
  }
  return result;
}

export const od = tool(
  {
    options: [
      'A:|address-radix:',
      't:|format:',
      'c',
      'b',
      'x',
      'd',
      'o',
      'N:|read-bytes:',
      'j:|skip-bytes:',
      'v',
      'w?|width?',
      'a',
      'i',
    ],
  },
  async (context, options, operands) => {
    const pieces: Buffer[] = [];
    const most = options.has('N')
      ? byteCount(options.value('N')!, 'invalid argument')
      : Number.POSITIVE_INFINITY;
    const skipped = options.has('j') ? byteCount(options.value('j')!, 'invalid argument') : 0;
    let length = 0;
    for (const name of operands.length === 0 ? ['-'] : operands)
      for await (const piece of piecesOf(context, name)) {
        pieces.push(piece);
        length += piece.length;
        if (length >= most + skipped || length > 1024 * 1024) break;
      }
    const bytes = Buffer.concat(pieces).subarray(skipped, skipped + most);
    const short: Readonly<Record<string, string>> = {
      c: 'c',
      b: 'o1',
      x: 'x2',
      d: 'u2',
      o: 'o2',
      i: 'd4',
      a: 'c',
    };
    const types = options.order.flatMap((key) =>
      key === 't' ? options.all('t') : short[key] === undefined ? [] : [short[key]],
    );
    const radix = { n: 0, x: 16, d: 10, o: 8 }[options.value('A') ?? 'o'];
    if (radix === undefined) throw new ToolError(`invalid output address radix '${options.value('A')}'`);
    const address = (at: number): string =>
      radix === 0 ? '' : at.toString(radix).padStart(radix === 16 ? 6 : 7, '0');
    const width = Number(options.value('w') || 16);
    let before = '';
    let isElided = false;
    for (let at = 0; at < bytes.length; at += width) {
      const row = bytes.subarray(at, at + width);
      const key = row.toString('latin1');
      if (!options.has('v') && key === before && row.length === width) {
        if (!isElided) await writeText(context.stdout, '*\n');
        isElided = true;
        continue;
      }
      [before, isElided] = [key, false];
      for (const [index, type] of (types.length === 0 ? ['o2'] : types).entries())
        await writeText(
          context.stdout,
          `${index === 0 ? address(skipped + at) : ' '.repeat(address(0).length)} ${cells(row, type).join(' ')}\n`,
          context.killed,
        );
    }
    if (radix !== 0) await writeText(context.stdout, `${address(skipped + bytes.length)}\n`);
    return 0;
  },
);

export const hexdump = tool({ options: ['C', 'n:', 's:', 'v'] }, async (context, options, [name = '-']) => {
  const bytes = (await bytesOf(context, name))
    .subarray(Number(options.value('s') ?? 0))
    .subarray(0, options.has('n') ? Number(options.value('n')) : undefined);
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const offset = at.toString(16).padStart(options.has('C') ? 8 : 7, '0');
    const text = row.toString('latin1').replace(/[^ -~]/g, '.');
    const hex = [...row].map((byte) => byte.toString(16).padStart(2, '0'));
    const line = options.has('C')
      ? `${offset}  ${`${hex.slice(0, 8).join(' ')}  ${hex.slice(8).join(' ')}`.padEnd(48)}  |${text}|`
      : `${offset} ${cells(row, 'x2').join(' ')}`;
    await writeText(context.stdout, `${line}\n`, context.killed);
  }
  await writeText(context.stdout, `${bytes.length.toString(16).padStart(options.has('C') ? 8 : 7, '0')}\n`);
  return 0;
});

export const strings = tool(
  {
    options: ['n:|bytes:', 'a|all'],
    old: (word) => (/^-\d+$/.test(word) ? ['-n', word.slice(1)] : undefined),
  },
  async (context, options, [name = '-']) => {
    const least = Number(options.value('n') ?? 4);
    const text = (await bytesOf(context, name)).toString('latin1');
    for (const [found] of text.matchAll(/[\t -~]+/g))
      if (found.length >= least) await writeText(context.stdout, `${found}\n`, context.killed);
    return 0;
  },
);

export const cmp = tool(
  { options: ['s|quiet', 'l|verbose', 'b', 'n:'], wrong: 2 },
  async (context, options, [left, right = '-']) => {
    if (left === undefined) throw new ToolError('missing operand', 2);
    const read = async (name: string): Promise<Buffer> => {
      try {
        return await bytesOf(context, name);
      } catch (error) {
        if (error instanceof FileError) throw new ToolError(`${name}: ${error.message}`, 2);
        throw error;
      }
    };
    const [a, b] = [await read(left), await read(right)];
    let line = 1;
    for (let at = 0; at < Math.min(a.length, b.length); at++) {
      if (a[at] !== b[at]) {
        if (!options.has('s'))
          await writeText(context.stdout, `${left} ${right} differ: byte ${at + 1}, line ${line}\n`);
        return 1;
      }
      if (a[at] === 10) line++;
    }
    if (a.length === b.length) return 0;
    if (!options.has('s')) await complain(context, `EOF on ${a.length < b.length ? left : right}`);
    return 1;
  },
);
