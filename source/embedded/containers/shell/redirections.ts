import { Readable, type Writable } from 'node:stream';
import { type ContainerFiles, FileError } from './container-files.ts';
import { type ExpansionShell, expandWord } from './expand.ts';
import { fileWriter, type Streams } from './streams.ts';
import type { Redirection } from './syntax.ts';

/** A failed redirection: the message follows the shell's name and the line number. */
export class RedirectionError extends Error {}

/** A command's streams after its redirections, from left to right. Streams opened for it are added to `opened`, to be ended. */
export async function redirected(
  redirections: readonly Redirection[],
  outer: Streams,
  shell: ExpansionShell,
  files: ContainerFiles,
  opened: Writable[],
): Promise<Streams> {
  let { stdin, stdout, stderr } = outer;
  for (const { descriptor, operator, target } of redirections) {
    const [path = ''] = await expandWord(shell, target);
    try {
      if (operator === '<') {
        stdin = Readable.from([Buffer.from(files.read(path))]);
        continue;
      }
      let stream: Writable;
      if (operator === '>&') stream = path === '2' ? stderr : path === '1' ? stdout : badDescriptor();
      else if (path === '/dev/stdout') stream = stdout;
      else if (path === '/dev/stderr') stream = stderr;
      else {
        stream = fileWriter(files, path, operator === '>>');
        stream.on('error', () => undefined);
        opened.push(stream);
      }
      if (descriptor === 1) stdout = stream;
      else if (descriptor === 2) stderr = stream;
      else badDescriptor();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const verb = operator === '<' ? 'open' : 'create';
      throw new RedirectionError(`cannot ${verb} ${path}: ${error.message}`);
    }
  }
  return { stdin, stdout, stderr };
}

function badDescriptor(): never {
  throw new FileError('Bad file descriptor');
}
