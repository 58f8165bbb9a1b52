import { inSlices } from '../../../../bounds/lanes/pods.ts';
import { FileError } from '../../container-files.ts';
import { type Line, readLines, readPieces, splitLines, writeText } from '../../streams.ts';
import { linesOf, piecesOf } from '../tool/input.ts';
import { complain, ToolError, tool } from '../tool/tool.ts';
import { members } from './character-sets.ts';

/** Programs that take lines apart. */

const shown = ({ text, isWhole }: Line): string => (isWhole ? `${text}\n` : text);

export const wc = tool(
  { options: ['l|lines', 'w|words', 'c|bytes', 'm|chars', 'L|max-line-length', '|files0-from:'] },
  async (context, options, operands) => {
    const keys = (['l', 'w', 'm', 'c', 'L'] as const).filter((key) =>
      options.order.length === 0 ? 'lwc'.includes(key) : options.has(key),
    );
    const rows: { counts: Record<string, number>; name: string }[] = [];
    const total: Record<string, number> = { l: 0, w: 0, m: 0, c: 0, L: 0 };
    let code = 0;
    for (const name of operands.length === 0 ? [''] : operands) {
      const counts: Record<string, number> = { l: 0, w: 0, m: 0, c: 0, L: 0 };
      try {
        const counted = (async function* () {
          for await (const piece of piecesOf(context, name === '' ? '-' : name)) {
            counts.c! += piece.length;
            yield piece;
          }
        })();
        for await (const { text, isWhole } of splitLines(counted)) {
          counts.l! += isWhole ? 1 : 0;
          counts.m! += [...text].length + (isWhole ? 1 : 0);
          for (const _ of text.matchAll(/\S+/g)) counts.w!++;
          counts.L = Math.max(counts.L!, text.length);
        }
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        code = 1;
        await complain(context, `${name}: ${error.message}`);
        if (error.code !== 'EISDIR') continue;
      }
      for (const key of ['l', 'w', 'm', 'c']) total[key]! += counts[key]!;
      total.L = Math.max(total.L!, counts.L!);
      rows.push({ counts, name });
    }
    if (operands.length > 1) rows.push({ counts: total, name: 'total' });
    const isPlain = keys.length === 1 && rows.length === 1;
    const width = isPlain
      ? 1
      : operands.length === 0
        ? 7
        : Math.max(1, ...rows.map(({ counts }) => String(counts.c).length));
    for (const { counts, name } of rows) {
      const numbers = keys.map((key) => String(counts[key]).padStart(width)).join(' ');
      await writeText(context.stdout, `${numbers}${name === '' ? '' : ` ${name}`}\n`);
    }
    return code;
  },
);

/** Matches each part of a line against each range. */
const mostRanges = 100;

export const cut = tool(
  {
    options: [
      'd:|delimiter:',
      'f:|fields:',
      'c:|characters:',
      'b:|bytes:',
      's|only-delimited',
      'n',
      '|complement',
      '|output-delimiter:',
      'z',
    ],
  },
  async (context, options, operands) => {
    const kind = options.last('f', 'c', 'b');
    if (kind === undefined) throw new ToolError('you must specify a list of bytes, characters, or fields');
    const delimiter = options.value('d') ?? '\t';
    if ([...delimiter].length !== 1) throw new ToolError('the delimiter must be a single character');
    const list = options.value(kind)!;
    const ranges = list.split(/[, ]/).map((range) => /^(\d+)?(-)?(\d+)?$/.exec(range));
    if (ranges.length > mostRanges) throw new ToolError(`more than ${mostRanges} fields or ranges`);
    if (ranges.some((range) => range === null || (range[1] === undefined && range[3] === undefined)))
      throw new ToolError(`invalid ${kind === 'f' ? 'field' : 'byte/character'} value '${list}'`);
    const isPicked = (position: number): boolean =>
      ranges.some((range) => {
        const [, from, dash, to] = range!;
        if (dash === undefined) return position === Number(from);
        return position >= Number(from ?? 1) && position <= Number(to ?? Number.POSITIVE_INFINITY);
      }) !== options.has('complement');
    const joiner = options.value('output-delimiter') ?? (kind === 'f' ? delimiter : '');
    let code = 0;
    for await (const line of linesOf(context, operands, {
      onFailure: () => {
        code = 1;
      },
    })) {
      if (kind === 'f' && !line.text.includes(delimiter)) {
        if (!options.has('s'))
          await writeText(context.stdout, shown({ ...line, isWhole: true }), context.killed);
        continue;
      }
      const parts: readonly string[] =
        kind === 'f'
          ? line.text.split(delimiter)
          : kind === 'b'
            ? [...Buffer.from(line.text).toString('latin1')]
            : [...line.text];
      const chosen: string[] = [];
      await inSlices(parts.entries(), ([index, part]) => {
        if (isPicked(index + 1)) chosen.push(part);
      });
      const text = chosen.join(joiner);
      await writeText(
        context.stdout,
        kind === 'b' ? Buffer.from(`${text}\n`, 'latin1') : `${text}\n`,
        context.killed,
      );
    }
    return code;
  },
);

export const tr = tool(
  { options: ['c|complement', 'C', 'd|delete', 's|squeeze-repeats', 't|truncate-set1'] },
  async (context, options, operands) => {
    const [from, to] = operands;
    if (from === undefined) throw new ToolError('missing operand');
    const isComplement = options.has('c', 'C');
    const deletes = options.has('d');
    const squeezes = options.has('s');
    if (to === undefined && !deletes && !squeezes) throw new ToolError(`missing operand after '${from}'`);
    if (to !== undefined && deletes && !squeezes) throw new ToolError(`extra operand '${to}'`);
    const source = members(from);
    const target = to === undefined ? [] : members(to, source.length);
    const places = new Map<string, number>();
    for (const [index, char] of source.entries()) if (!places.has(char)) places.set(char, index);
    const inSource = (char: string): boolean => places.has(char) !== isComplement;
    const squeezed = squeezes ? new Set(to === undefined ? source : target) : undefined;
    const isSqueezed = (char: string): boolean =>
      squeezed !== undefined && (to === undefined && isComplement ? !squeezed.has(char) : squeezed.has(char));
    const last = target.at(-1);
    let before = '';
    const decoder = new TextDecoder();
    for await (const piece of readPieces(context.stdin, context.killed)) {
      let result = '';
      for (const char of decoder.decode(piece, { stream: true })) {
        let out = char;
        if (inSource(char)) {
          if (deletes) continue;
          if (to !== undefined)
            out = isComplement
              ? (last ?? char)
              : (target[places.get(char)!] ?? (options.has('t') ? char : (last ?? char)));
        }
        if (out === before && isSqueezed(out)) continue;
        before = out;
        result += out;
      }
      await writeText(context.stdout, result, context.killed);
    }
    return 0;
  },
);

export const rev = tool({ options: [] }, async (context, _options, operands) => {
  let code = 0;
  for await (const line of linesOf(context, operands, {
    onFailure: () => {
      code = 1;
    },
  }))
    await writeText(
      context.stdout,
      shown({ ...line, text: [...line.text].reverse().join('') }),
      context.killed,
    );
  return code;
});

export const fold = tool(
  {
    options: ['w:|width:', 's|spaces', 'b|bytes'],
    old: (word) => (/^-\d+$/.test(word) ? ['-w', word.slice(1)] : undefined),
  },
  async (context, options, operands) => {
    const width = Number(options.value('w') ?? 80);
    if (!Number.isInteger(width) || width < 1)
      throw new ToolError(`invalid number of columns: '${options.value('w')}'`);
    let code = 0;
    for await (const line of linesOf(context, operands, {
      onFailure: () => {
        code = 1;
      },
    })) {
      let rest = line.text;
      while (rest.length > width) {
        const space = options.has('s') ? rest.lastIndexOf(' ', width - 1) : -1;
        const end = space > 0 ? space + 1 : width;
        await writeText(context.stdout, `${rest.slice(0, end)}\n`, context.killed);
        rest = rest.slice(end);
      }
      await writeText(context.stdout, shown({ ...line, text: rest }), context.killed);
    }
    return code;
  },
);

export const nl = tool(
  {
    options: [
      'b:|body-numbering:',
      'w:|number-width:',
      's:|number-separator:',
      'v:|starting-line-number:',
      'i:',
      'n:|number-format:',
    ],
  },
  async (context, options, operands) => {
    const width = Number(options.value('w') ?? 6);
    const separator = options.value('s') ?? '\t';
    let number = Number(options.value('v') ?? 1);
    let code = 0;
    for await (const line of linesOf(context, operands, {
      onFailure: () => {
        code = 1;
      },
    })) {
      const isNumbered = options.value('b') === 'a' || (options.value('b') !== 'n' && line.text !== '');
      const shape = options.value('n');
      const shownNumber =
        shape === 'ln'
          ? String(number).padEnd(width)
          : String(number).padStart(width, shape === 'rz' ? '0' : ' ');
      await writeText(
        context.stdout,
        isNumbered
          ? `${shownNumber}${separator}${line.text}\n`
          : `${' '.repeat(width + separator.length)}${line.text}\n`,
        context.killed,
      );
      if (isNumbered) number += Number(options.value('i') ?? 1);
    }
    return code;
  },
);

export const paste = tool({ options: ['d:|delimiters:', 's|serial'] }, async (context, options, operands) => {
  const delimiters = [...(options.value('d') ?? '\t').replace(/\\t/g, '\t').replace(/\\n/g, '\n')];
  const between = (index: number): string => delimiters[index % delimiters.length] ?? '';
  let code = 0;
  const names = operands.length === 0 ? ['-'] : operands;
  const onFailure = (): void => {
    code = 1;
  };
  if (options.has('s')) {
    for (const name of names) {
      let index = 0;
      for await (const { text } of linesOf(context, [name], { onFailure })) {
        await writeText(context.stdout, (index > 0 ? between(index - 1) : '') + text, context.killed);
        index++;
      }
      await writeText(context.stdout, '\n');
    }
    return code;
  }
  // `-` several times: its lines take turns.
  const stdin = readLines(context.stdin, context.killed);
  const inputs = names.map((name) =>
    name === '-'
      ? stdin
      : (async function* () {
          for await (const { text } of linesOf(context, [name], { onFailure })) yield text;
        })(),
  );
  for (;;) {
    const row: (string | undefined)[] = [];
    for (const input of inputs) {
      const next = await input.next();
      row.push(next.done ? undefined : next.value);
    }
    if (row.every((cell) => cell === undefined)) return code;
    await writeText(
      context.stdout,
      `${row.map((cell, index) => (index > 0 ? between(index - 1) : '') + (cell ?? '')).join('')}\n`,
      context.killed,
    );
  }
});
