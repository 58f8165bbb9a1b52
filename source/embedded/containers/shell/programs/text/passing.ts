import { FileError } from '../../container-files.ts';
import { pathOf } from '../../program.ts';
import { readPieces, writeText } from '../../streams.ts';
import { piecesOf } from '../tool/input.ts';
import { byteCount, complain, ToolError, tool } from '../tool/tool.ts';

/** Programs that pass their input on to several places. */

export const tee = tool(
  { options: ['a|append', 'i|ignore-interrupts', 'p'] },
  async (context, options, operands) => {
    let code = 0;
    const { files } = context.container;
    const targets = new Set<string>();
    const write = async (name: string, piece: Buffer, isMore: boolean): Promise<void> => {
      try {
        files.write(pathOf(context, name), piece, isMore);
        targets.add(name);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        targets.delete(name);
        code = 1;
        await complain(context, `${name}: ${error.message}`);
      }
    };
    for (const name of operands) await write(name, Buffer.alloc(0), options.has('a'));
    for await (const piece of readPieces(context.stdin, context.killed)) {
      await writeText(context.stdout, piece, context.killed);
      for (const name of [...targets]) await write(name, piece, true);
    }
    return code;
  },
);

export const yes = tool({ options: [] }, async (context, _options, operands) => {
  const line = `${operands.length === 0 ? 'y' : operands.join(' ')}\n`;
  const piece = line.repeat(Math.max(1, Math.floor(8192 / line.length)));
  while (!context.killed.aborted && !context.stdout.destroyed && !context.stdout.writableEnded) {
    await writeText(context.stdout, piece, context.killed);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return context.killed.aborted ? 141 : 1;
});

export const split = tool(
  { options: ['l:|lines:', 'b:|bytes:', 'a:|suffix-length:', 'd|numeric-suffixes', '|additional-suffix:'] },
  async (context, options, operands) => {
    const [name = '-', prefix = 'x'] = operands;
    const length = Number(options.value('a') ?? 2);
    const lines = options.has('b')
      ? undefined
      : byteCount(options.value('l') ?? '1000', 'invalid number of lines');
    const bytes = options.has('b') ? byteCount(options.value('b')!, 'invalid number of bytes') : 0;
    if (lines === 0 || (lines === undefined && bytes === 0))
      throw new ToolError('invalid number of lines: 0');
    let part = 0;
    let filled = 0;
    const suffix = (number: number): string => {
      if (options.has('d')) return String(number).padStart(length, '0');
      let [text, rest] = ['', number];
      for (let at = 0; at < length; at++) {
        text = String.fromCharCode(97 + (rest % 26)) + text;
        rest = Math.floor(rest / 26);
      }
      return text;
    };
    const write = (piece: Buffer): void => {
      const path = pathOf(context, `${prefix}${suffix(part)}${options.value('additional-suffix') ?? ''}`);
      context.container.files.write(path, piece, filled > 0);
    };
    for await (const piece of piecesOf(context, name)) {
      let at = 0;
      while (at < piece.length) {
        let end = Math.min(piece.length, at + bytes - filled);
        if (lines !== undefined) {
          const newline = piece.indexOf(10, at);
          end = newline < 0 ? piece.length : newline + 1;
        }
        write(piece.subarray(at, end));
        filled += lines === undefined ? end - at : piece[end - 1] === 10 ? 1 : 0.5;
        at = end;
        if (filled >= (lines ?? bytes)) [part, filled] = [part + 1, 0];
      }
    }
    return 0;
  },
);
