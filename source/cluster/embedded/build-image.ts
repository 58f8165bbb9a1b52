import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { explainSystemError } from '../../errors/system-error.ts';
import { fileNameFor } from '../../files/file-name.ts';
import { safe } from '../../text/safe-text.ts';
import type { OutputSink } from '../model/cluster.ts';
import { refuseObstacles } from './own-directory.ts';

export interface BuildOptions {
  /** The cluster's directory. */
  readonly directory: string;
  readonly dist: string;
  /** The tag that the manifest names. */
  readonly reference: string;
  readonly output: OutputSink;
}

/**
 * Makes the clients image of the embedded cluster: the bundled program, registered under the manifest's tag. The digest is taken
 * over what the image holds. Every node shares the one store, so there is nothing to load.
 */
export function buildClientsImage({ directory, dist, reference, output }: BuildOptions): {
  readonly digest: string;
} {
  const say = (line: string) => output('stdout', safe`${line}\n`);
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
  const path = program.includes('/') ? resolve(from, program) : undefined;
  if (path !== undefined && !existsSync(path))
    throw new LabError('usage', `there is no program \`${path}\``, {
      hint: 'build it first; --client-command is relative to the lab directory',
    });
  const command = path === undefined ? words : [path, ...words.slice(1)];
  const digest = `sha256:${createHash('sha256').update(JSON.stringify({ command, from })).digest('hex')}`;
  writeImage(directory, { reference, digest, command, directory: from }, () => {});
  output('stdout', safe`Client program: ${command.join(' ')}\nTagged ${reference}\n`);
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
