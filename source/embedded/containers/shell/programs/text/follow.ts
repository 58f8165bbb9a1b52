import { setTimeout as delay } from 'node:timers/promises';
import { FileError } from '../../container-files.ts';
import { type ProgramContext, pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { complain } from '../tool/tool.ts';

const everyMs = 250;

/** `tail -f`: writes what is added to files, until a signal ends it or nobody reads its output any more. */
export async function followFiles(
  context: ProgramContext,
  read: { readonly name: string; size: number }[],
  showsTitles: boolean,
): Promise<number> {
  const { files } = context.container;
  let last = read.at(-1)?.name;
  while (!context.killed.aborted && !context.stdout.destroyed && !context.stdout.writableEnded) {
    for (const file of read) {
      const path = pathOf(context, file.name);
      const about = files.find(path);
      if (about === undefined || about.kind !== 'file' || about.size === file.size) continue;
      if (about.size < file.size) {
        await complain(context, `${file.name}: file truncated`);
        file.size = 0;
      }
      if (showsTitles && last !== file.name) await writeText(context.stdout, `\n==> ${file.name} <==\n`);
      last = file.name;
      try {
        for (const piece of files.pieces(path, file.size)) {
          file.size += piece.length;
          await writeText(context.stdout, piece, context.killed);
        }
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        await complain(context, `${file.name}: ${error.message}`);
      }
    }
    try {
      await delay(everyMs, undefined, { signal: context.killed });
    } catch (error) {
      if (!context.killed.aborted) throw error;
    }
  }
  return 143;
}
