import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { explainSystemError } from '../../errors/system-error.ts';
import { isFileFailure } from '../../files/file-failure.ts';
import { fileNameFor } from '../../files/file-name.ts';
import { fieldsOf } from '../../files/parse-json.ts';
import { readRegularText } from '../../files/regular-file.ts';
import { safe } from '../../text/safe-text.ts';
import type { OutputSink } from '../model/cluster.ts';
import { refuseObstacles } from './own-directory.ts';

/** A larger program is not read: Go's are some 10 MB. */
const largestRead = 64 * 1024 * 1024;

export interface BuildOptions {
  /** The cluster's directory. */
  readonly directory: string;
  readonly dist: string;
  /** The tag that the manifest names. */
  readonly reference: string;
  readonly output: OutputSink;
}

/** Images that the cluster brings: a build under their tag would take the place of the brokers. */
const brought = /(?:^|\/)cp-(?:kafka|zookeeper)(?:[:@]|$)/;

/**
 * Makes the clients image of the embedded cluster: the bundled program, registered under the manifest's tag. The digest is taken
 * over what the image holds. Every node shares the one store, so there is nothing to load.
 * @throws LabError `usage`: the clients are tools in the image of the brokers. `machine-lacks`: the image cannot be written
 */
export function buildClientsImage({ directory, dist, reference, output }: BuildOptions): {
  readonly digest: string;
} {
  const say = (line: string) => output('stdout', safe`${line}\n`);
  if (brought.test(reference))
    throw new LabError(
      'usage',
      `clients.yml runs its clients from \`${reference}\`, the image of the servers`,
      {
        hint: 'the cluster brings that image: there is nothing to build',
      },
    );
  const source = join(dist, 'clients.cjs');
  let program: Buffer;
  try {
    program = readFileSync(source);
  } catch (cause) {
    throw new LabError('machine-lacks', `the bundled clients are not at \`${source}\``, {
      hint: 'run npm run build',
      cause,
    });
  }
  const digest = `sha256:${createHash('sha256').update('node\0').update(program).digest('hex')}`;
  const name = 'clients.cjs';
  say(`Bundled clients: ${name}, ${(program.length / 1024).toFixed(0)} KiB`);
  writeImage(directory, { reference, digest, program: name }, (folder) =>
    writeFileSync(join(folder, name), program),
  );
  say(`Image ${digest}`);
  say(`Tagged ${reference}`);
  return { digest };
}

export interface ClientCommandOptions {
  /** The cluster's directory. */
  readonly directory: string;
  readonly reference: string;
  /** A program of this machine and its arguments, run in `from`. */
  readonly words: readonly string[];
  readonly from: string;
  readonly output: OutputSink;
}

/** Registers a learner's own program under the manifest's tag; nothing is copied or built. */
export function registerClientCommand(options: ClientCommandOptions): void {
  const { directory, reference, words, from, output } = options;
  const [program = ''] = words;
  const isPath = program.includes('/') || (process.platform === 'win32' && program.includes('\\'));
  const path = isPath ? resolve(from, program) : undefined;
  if (path !== undefined && !existsSync(path))
    throw new LabError('usage', `there is no program \`${path}\``, {
      hint: 'build it first; --client-command is relative to the lab directory',
    });
  const command = path === undefined ? words : [path, ...words.slice(1)];
  const hash = createHash('sha256').update(JSON.stringify({ command, from }));
  if (path !== undefined) hash.update(contentOf(path));
  const digest = `sha256:${hash.digest('hex')}`;
  const isSame = path !== undefined && builtDigest(directory, reference) === digest;
  writeImage(directory, { reference, digest, command, directory: from }, () => {});
  const same = isSame ? 'It has not changed since the last build.\n' : '';
  output('stdout', safe`Client program: ${command.join(' ')}\n${same}Tagged ${reference}\n`);
}

/** What tells one build of a program from another: its content, or for a very large one its size and time. */
function contentOf(path: string): Buffer | string {
  const { size, mtimeMs } = statSync(path);
  return size <= largestRead ? readFileSync(path) : `${size} ${mtimeMs}`;
}

/** The digest that the tag has now; undefined if nothing was built. */
function builtDigest(directory: string, reference: string): unknown {
  try {
    const file = join(directory, 'images', fileNameFor(reference), 'image.json');
    return fieldsOf(readRegularText(file, 64 * 1024, 'refuse')).digest;
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    return undefined;
  }
}

/**
 * Writes an image atomically.
 * @throws LabError `machine-lacks`: it cannot be written, or something else is where the images should be
 */
function writeImage(
  directory: string,
  image: { readonly reference: string; readonly [field: string]: unknown },
  fill: (folder: string) => void,
): void {
  const images = join(directory, 'images');
  refuseObstacles(directory);
  const folder = join(images, fileNameFor(image.reference));
  const fresh = `${folder}.${process.pid}`;
  try {
    mkdirSync(images, { recursive: true, mode: 0o700 });
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { mode: 0o700 });
    fill(fresh);
    writeFileSync(join(fresh, 'image.json'), JSON.stringify(image));
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } catch (cause) {
    const refusal = explainSystemError(cause);
    if (refusal === undefined) throw cause;
    throw new LabError('machine-lacks', `the image cannot be written: ${describeError(cause)}`, {
      hint: refusal.todo,
      cause,
    });
  }
}
