import { PassThrough, Readable, type Writable } from 'node:stream';
import { FileError } from '../container-files.ts';
import { pathOf } from '../program.ts';
import { FileWriter, fileReader } from '../streams.ts';
import type { Redirection, Word } from '../syntax/syntax.ts';
import type { Descriptors, Stream } from './descriptors.ts';
import { expandText, expandWords } from './expand.ts';
import { ExpansionError } from './expansion-error.ts';
import type { ShellCore } from './shell-core.ts';

/** A failed redirection: the message follows the shell's name and the line number. */
export class RedirectionError extends Error {}

/** Streams to end when the command is over, and what goes on with them. */
export interface Opened {
  readonly outputs: Writable[];
  /** Commands that a process substitution runs. */
  readonly running: Promise<unknown>[];
}

/** A command's open files after its redirections, from left to right. Streams opened for it are added to `opened`. */
export async function redirected(
  shell: ShellCore,
  redirections: readonly Redirection[],
  outer: Descriptors,
  opened: Opened,
): Promise<Descriptors> {
  let open = outer;
  for (const redirection of redirections) open = await redirectedOnce(shell, redirection, open, opened);
  return open;
}

async function redirectedOnce(
  shell: ShellCore,
  redirection: Redirection,
  open: Descriptors,
  opened: Opened,
): Promise<Descriptors> {
  const { operator, target } = redirection;
  const number = numberOf(shell, redirection, open);
  if (operator === '<<' || operator === '<<<') {
    const text = await expandText(shell, target);
    return open.with(number, textReader(operator === '<<<' ? `${text}\n` : text));
  }
  const process = onlyProcess(target);
  if (process !== undefined && (operator === '<' || operator === '>' || operator === '>>')) {
    const pipe = new PassThrough();
    pipe.on('error', () => undefined);
    const isInput = process.direction === 'in';
    opened.running.push(
      shell.runInPipe(
        process.script,
        isInput ? open.with(1, pipe) : open.with(0, pipe),
        isInput ? pipe : undefined,
      ),
    );
    if (!isInput) opened.outputs.push(pipe);
    return open.with(number, pipe);
  }
  const path = await onePath(shell, target);
  try {
    if (operator === '<&' || operator === '>&') {
      if (path === '-') return open.with(number, undefined);
      const moved = /^(\d+)(-?)$/.exec(path);
      if (moved !== null) {
        const from = Number(moved[1]);
        const stream = open.get(from);
        if (stream === undefined) throw new RedirectionError(`${path}: Bad file descriptor`);
        const copied = open.with(number, stream);
        return moved[2] === '' ? copied : copied.with(from, undefined);
      }
      if (operator === '<&' || redirection.descriptor !== undefined)
        throw new RedirectionError(`${path}: ambiguous redirect`);
    }
    if (operator === '<' || operator === '<>') {
      if (operator === '<>' && !shell.files.exists(pathOf(shell, path)))
        shell.files.write(pathOf(shell, path), '');
      return open.with(number, special(open, path) ?? fileReader(shell.files, pathOf(shell, path)));
    }
    const stream = special(open, path) ?? openOutput(shell, path, operator, opened);
    const isBoth = operator === '&>' || operator === '&>>' || operator === '>&';
    return isBoth ? open.with(1, stream).with(2, stream) : open.with(number, stream);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new RedirectionError(`${path}: ${error.message}`);
  }
}

function numberOf(shell: ShellCore, { descriptor, operator }: Redirection, open: Descriptors): number {
  if (typeof descriptor === 'number') return descriptor;
  if (descriptor !== undefined) {
    const number = open.free();
    shell.set(descriptor.variable, String(number));
    return number;
  }
  return operator.startsWith('<') ? 0 : 1;
}

function openOutput(shell: ShellCore, path: string, operator: string, opened: Opened): Writable {
  const at = pathOf(shell, path);
  if (operator === '>' && shell.options.has('C') && shell.files.isFile(at))
    throw new RedirectionError(`${path}: cannot overwrite existing file`);
  const stream = new FileWriter(shell.files, at, operator.endsWith('>>'), 0o666 & ~shell.mask);
  opened.outputs.push(stream);
  return stream;
}

/** `/dev/stdout`, `/dev/fd/3` */
function special(open: Descriptors, path: string): Stream | undefined {
  const names: Readonly<Record<string, number>> = { '/dev/stdin': 0, '/dev/stdout': 1, '/dev/stderr': 2 };
  const number = names[path] ?? Number(/^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path)?.[1] ?? Number.NaN);
  return Number.isNaN(number) ? undefined : open.get(number);
}

async function onePath(shell: ShellCore, target: Word): Promise<string> {
  const found = await expandWords(shell, [target]);
  if (found.length !== 1) throw new ExpansionError(`${await expandText(shell, target)}: ambiguous redirect`);
  return found[0] as string;
}

function onlyProcess(target: Word) {
  const [part] = target;
  return target.length === 1 && part?.kind === 'process' ? part : undefined;
}

function textReader(text: string): Readable {
  return Readable.from([Buffer.from(text)], { objectMode: false });
}
