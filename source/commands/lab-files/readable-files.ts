import { lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { isFileFailure } from '../../files/file-failure.ts';
import { readRegularText } from '../../files/regular-file.ts';
import type { ManifestName } from '../../manifests/manifest-set.ts';
import type { LabFiles, ListedFile } from '../../ui/state/lab-files.ts';
import { packageRoot } from '../locations/package-root.ts';

const longestFile = 1024 * 1024;
const mostFiles = 100;

export interface ReadableFilesOptions {
  /** The working directory of the session. */
  readonly work: string;
  /** The learner's own directory: the working directory holds copies of what is there. */
  readonly labDir: string | undefined;
  /** Where the source of the lab's own clients is. */
  readonly clients?: string;
}

const manifests: readonly string[] = [
  'cluster.yml',
  'kafka.yml',
  'clients.yml',
] satisfies readonly ManifestName[];

/** The session writes the lab's own manifests anew each time that it is opened. */
const lastsForNow =
  'Steps use it as it is now, until the session is opened again; --lab-dir uses files of yours.';

/** The files of the working directory, each where the learner may change it, and the source of the lab's clients. */
export function readableFiles({
  work,
  labDir,
  clients = join(packageRoot(), 'source', 'clients'),
}: ReadableFilesOptions): LabFiles {
  const list = (): ListedFile[] => {
    const own = new Set(labDir === undefined ? [] : filesIn(labDir));
    return [
      ...filesIn(work).map((name) => ({
        name,
        path: join(own.has(name) ? labDir! : work, name),
        ...(labDir === undefined && manifests.includes(name) ? { changed: lastsForNow } : {}),
      })),
      ...filesIn(clients).map((name) => ({
        name: `${basename(clients)}/${name}`,
        path: join(clients, name),
        fixed: 'It is part of kafka-lab; `--client-command` runs a program of your own.',
      })),
    ];
  };
  return {
    list,
    read(name) {
      const file = list().find((one) => one.name === name);
      if (file === undefined) {
        const names = list().map((one) => one.name);
        throw new LabError('path', `there is no file \`${name}\``, {
          hint: names.length === 0 ? 'the working directory is empty' : `there are ${names.join(', ')}`,
        });
      }
      try {
        return { ...file, lines: linesOf(readRegularText(file.path, longestFile)) };
      } catch (cause) {
        throw new LabError('machine-lacks', `\`${file.path}\` cannot be read: ${describeError(cause)}`, {
          cause,
        });
      }
    },
  };
}

/** The names of the regular files in a directory, in order, bounded; hidden ones and what editors leave are not among them. */
function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => /^[^.#]/.test(name) && !/~$|\.(?:new|bak|sw[a-p])$/.test(name))
      .sort()
      .filter((name) => lstatSync(join(directory, name), { throwIfNoEntry: false })?.isFile() ?? false)
      .slice(0, mostFiles);
  } catch (error) {
    // The directory is gone, or there is no source beside this program.
    if (!isFileFailure(error)) throw error;
    return [];
  }
}

/** Without the empty line after the last line end. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
