import { nextTurn } from '../../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../../bounds/slices.ts';
import { FileError } from '../../container-files.ts';
import { type ProgramContext, pathOf } from '../../program.ts';
import { type Line, readPieces, splitLines } from '../../streams.ts';
import { complain } from './tool.ts';

/** The bytes of a file, or of stdin for `-`. Throws FileError. */
export async function* piecesOf(context: ProgramContext, name: string): AsyncGenerator<Buffer> {
  if (name === '-' || name === '/dev/stdin') return yield* readPieces(context.stdin, context.killed);
  for (const piece of context.container.files.pieces(pathOf(context, name))) {
    if (context.killed.aborted) return;
    if (sharedSlice.isOver()) await nextTurn();
    yield piece;
  }
}

/** The lines of the named files, or of stdin if there are none. Reports and skips what cannot be read. */
export async function* linesOf(
  context: ProgramContext,
  names: readonly string[],
  options: {
    readonly onFailure: () => void;
    readonly describe?: (name: string, reason: string) => string;
    readonly separator?: string;
  },
): AsyncGenerator<Line & { readonly name: string }> {
  for (const name of names.length === 0 ? ['-'] : names) {
    try {
      for await (const line of splitLines(piecesOf(context, name), options.separator)) {
        if (context.killed.aborted) return;
        yield { ...line, name };
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      options.onFailure();
      await complain(context, options.describe?.(name, error.message) ?? `${name}: ${error.message}`);
    }
  }
}

/** All bytes of an input, up to 16 MiB. Throws FileError. */
export async function bytesOf(context: ProgramContext, name: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of piecesOf(context, name)) {
    pieces.push(piece);
    length += piece.length;
    if (length > mostBytes) throw new FileError('EFBIG');
  }
  return Buffer.concat(pieces);
}

const mostBytes = 16 * 1024 * 1024;
