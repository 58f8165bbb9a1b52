import { nextTurn } from '../../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../../bounds/slices.ts';
import { FileError } from '../../container-files.ts';
import type { FileAbout } from '../../files/file-about.ts';
import { type ProgramContext, pathOf } from '../../program.ts';

export interface Found {
  /** As it was named on the command line, with what is below. */
  readonly name: string;
  readonly path: string;
  readonly about: FileAbout;
  readonly depth: number;
}

export interface WalkOptions {
  /** A directory comes after what is in it. */
  readonly isDepthFirst?: boolean;
  readonly follows?: boolean;
  readonly mostDepth?: number;
  /** Whether to look into a directory. */
  readonly enters?: (found: Found) => boolean;
  readonly onError?: (name: string, message: string) => Promise<void>;
}

/** A file and what is below it, in the order of names. Throws FileError where the first is missing. */
export async function* walk(
  context: ProgramContext,
  name: string,
  options: WalkOptions = {},
): AsyncGenerator<Found> {
  const { files } = context.container;
  const first = { name, path: pathOf(context, name), depth: 0 };
  yield* visit({ ...first, about: files.about(first.path, options.follows ?? false) });

  async function* visit(found: Found): AsyncGenerator<Found> {
    if (sharedSlice.isOver()) await nextTurn();
    if (context.killed.aborted) return;
    if (!options.isDepthFirst) yield found;
    const enters =
      found.about.kind === 'directory' &&
      found.depth < (options.mostDepth ?? 200) &&
      (options.enters?.(found) ?? true);
    if (enters) {
      for (const entry of await namesIn(found)) {
        const path = `${found.path === '/' ? '' : found.path.replace(/\/+$/, '')}/${entry}`;
        const about = files.find(path, options.follows ?? false) ?? files.find(path, false);
        if (about === undefined) continue;
        yield* visit({
          name: `${found.name.replace(/\/$/, '')}/${entry}`,
          path,
          about,
          depth: found.depth + 1,
        });
      }
    }
    if (options.isDepthFirst) yield found;
  }

  async function namesIn(found: Found): Promise<readonly string[]> {
    try {
      return files.list(found.path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await options.onError?.(found.name, error.message);
      return [];
    }
  }
}
