import { posix } from 'node:path';
import { type ProgramContext, pathOf } from '../../program.ts';

/** The path of a source below a target directory, or the target itself. */
export function targetFor(context: ProgramContext, source: string, target: string): string {
  return context.container.files.isDirectory(pathOf(context, target))
    ? `${target.replace(/(.)\/+$/, '$1')}/${posix.basename(source)}`
    : target;
}
