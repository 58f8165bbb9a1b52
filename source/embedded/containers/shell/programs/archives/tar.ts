import { TarError } from '../../../../../archives/tar-header.ts';
import { FileError } from '../../container-files.ts';
import { type Program, type ProgramContext, pathOf } from '../../program.ts';
import { piecesOf } from '../tool/input.ts';
import { ToolError, tool } from '../tool/tool.ts';
import { createArchive } from './tar-create.ts';
import { listArchive, unpackArchive } from './tar-extract.ts';
import { GzipError, gunzipped } from './zip-streams.ts';

/** The letters of the old style, `tar czf x.tgz data`, that take a value. */
const withValue = 'fCTbXK';

const options = [
  'c|create',
  'x|extract',
  't|list',
  'f:|file:',
  'C:|directory:',
  'z|gzip',
  'v|verbose',
  'O|to-stdout',
  'p|preserve-permissions',
  'm|touch',
  'h|dereference',
  'P|absolute-names',
  'k|keep-old-files',
  'X:|exclude-from:',
  'j|bzip2',
  'J|xz',
  'r|append',
  'u|update',
  'd|diff',
  '|get',
  '|exclude:',
  '|strip-components:',
  '|no-same-owner',
  '|no-same-permissions',
  '|same-owner',
  '|numeric-owner',
  '|overwrite',
  '|no-recursion',
  '|warning:',
];

/** `-c`, `-x` and `-t`, with gzip. */
const modern = tool({ options, wrong: 64 }, async (context, given, operands) => {
  const wanted = ['c', 'x', 't', 'r', 'u', 'd'].filter((key) => given.has(key));
  if (given.has('get')) wanted.push('x');
  if (wanted.length === 0)
    throw new ToolError(`You must specify one of the '-Acdtrux', '--delete' or '--test-label' options`, 2);
  if (wanted.length > 1)
    throw new ToolError(
      "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option",
      2,
    );
  const left = ['r', 'u', 'd', 'j', 'J', 'X'].find((key) => given.has(key));
  if (left !== undefined) throw new ToolError(`-${left} is not in the embedded image`, 2);
  const archive = given.value('f') ?? '-';
  const directory = given.value('C');
  const place = directory === undefined ? context : { ...context, cwd: inDirectory(context, directory) };
  try {
    if (wanted[0] === 'c') return await createArchive(place, context, given, operands, archive);
    const pieces = await gunzipped(piecesOf(context, archive), given.has('z'));
    const how = { names: operands, given };
    return wanted[0] === 't'
      ? await listArchive(context, pieces, how)
      : await unpackArchive(place, pieces, how);
  } catch (error) {
    if (error instanceof FileError) throw unrecoverable(`${archive}: Cannot open: ${error.message}`);
    if (error instanceof GzipError)
      throw unrecoverable(`gzip: stdin: ${error.message}\ntar: Child returned status 1`);
    if (error instanceof TarError) throw unrecoverable(error.message);
    throw error;
  }
});

function unrecoverable(message: string): ToolError {
  return new ToolError(`${message}\ntar: Error is not recoverable: exiting now`, 2);
}

function inDirectory(context: ProgramContext, directory: string): string {
  const { files } = context.container;
  const path = pathOf(context, directory);
  if (!files.isDirectory(path))
    throw unrecoverable(
      `${directory}: Cannot open: ${files.exists(path) ? 'Not a directory' : 'No such file or directory'}`,
    );
  return path;
}

/** `tar -c -f FILE NAME...`, `tar xzf FILE`, and their relatives. */
export const tar: Program = async (context) => {
  const [name = 'tar', first = '', ...rest] = context.argv;
  if (first === '' || first.startsWith('-')) return await modern(context);
  const words: string[] = [];
  for (const letter of first) {
    words.push(`-${letter}`);
    if (withValue.includes(letter)) words.push(rest.shift() ?? '');
  }
  return await modern({ ...context, argv: [name, ...words, ...rest] });
};
