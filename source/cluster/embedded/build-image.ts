import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import type { OutputSink } from '../cluster.ts';

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
  const say = (line: string) => output('stdout', `${line}\n`);
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
  const images = join(directory, 'images');
  const folder = join(images, encodeURIComponent(reference));
  const fresh = `${folder}.${process.pid}`;
  say(`Bundled clients: ${name}, ${(program.length / 1024).toFixed(0)} KiB`);
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  writeFileSync(join(fresh, name), program);
  writeFileSync(join(fresh, 'image.json'), JSON.stringify({ reference, digest, program: name }));
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  say(`Image ${digest}`);
  say(`Tagged ${reference}`);
  return { digest };
}
