import { FileError } from '../../container-files.ts';
import { type ProgramContext, pathOf } from '../../program.ts';
import { FileWriter, writeText } from '../../streams.ts';
import { piecesOf } from '../tool/input.ts';
import { complain, type Options, tool } from '../tool/tool.ts';
import { GzipError, gunzipped, gzipInto } from './zip-streams.ts';

const table = {
  options: [
    'c|stdout',
    'd|decompress',
    'f|force',
    'k|keep',
    'n|no-name',
    'N|name',
    'q|quiet',
    't|test',
    'v|verbose',
    ...'123456789',
    '|fast',
    '|best',
  ],
};

interface Wanted {
  readonly unzips: boolean;
  readonly toStdout: boolean;
  readonly tests: boolean;
  readonly keeps: boolean;
  readonly forces: boolean;
  readonly level: number;
}

function wantedOf(options: Options, unzips: boolean, toStdout: boolean): Wanted {
  const digit = options.last(...'123456789', 'fast', 'best') ?? '6';
  return {
    unzips: unzips || options.has('d', 't'),
    toStdout: toStdout || options.has('c'),
    tests: options.has('t'),
    keeps: options.has('k'),
    forces: options.has('f'),
    level: digit === 'fast' ? 1 : digit === 'best' ? 9 : Number(digit),
  };
}

function program(unzips: boolean, toStdout: boolean) {
  return tool(table, async (context, options, operands) => {
    const wanted = wantedOf(options, unzips, toStdout);
    let code = 0;
    for (const name of operands.length === 0 ? ['-'] : operands) {
      try {
        code = Math.max(code, await one(context, name, wanted));
      } catch (error) {
        if (!(error instanceof FileError || error instanceof GzipError)) throw error;
        const shown = name === '-' ? 'stdin' : name;
        await writeText(context.stderr, `${error instanceof GzipError ? '\n' : ''}`);
        await complain(context, `${shown}: ${error.message}`);
        code = 1;
      }
    }
    return code;
  });
}

async function one(context: ProgramContext, name: string, wanted: Wanted): Promise<number> {
  const { files } = context.container;
  if (name === '-') {
    await convert(context, name, wanted, context.stdout);
    return 0;
  }
  const about = files.about(pathOf(context, name));
  if (about.kind === 'directory') {
    await complain(context, `${name} is a directory -- ignored`);
    return 2;
  }
  if (wanted.toStdout || wanted.tests) {
    await convert(context, name, wanted, context.stdout);
    return 0;
  }
  const target = targetOf(name, wanted.unzips);
  if (target === undefined) {
    await complain(
      context,
      wanted.unzips ? `${name}: unknown suffix -- ignored` : `${name} already has .gz suffix -- unchanged`,
    );
    return 2;
  }
  const path = pathOf(context, target);
  if (files.exists(path) && !wanted.forces) {
    await complain(context, `${target} already exists;\tnot overwritten`);
    return 2;
  }
  const output = new FileWriter(files, path, false, about.mode & 0o777);
  try {
    await convert(context, name, wanted, output);
    await new Promise<void>((resolve) => output.end(() => resolve()));
    if (output.failure !== undefined) throw output.failure;
  } catch (error) {
    files.removeFile(path);
    throw error;
  }
  files.setTimes(path, about.accessed, about.modified);
  if (!wanted.keeps) files.removeFile(pathOf(context, name));
  return 0;
}

function targetOf(name: string, unzips: boolean): string | undefined {
  if (!unzips) return /\.t?gz$/.test(name) ? undefined : `${name}.gz`;
  if (name.endsWith('.tgz')) return `${name.slice(0, -4)}.tar`;
  return /.\.gz$/.test(name) ? name.slice(0, -3) : undefined;
}

async function convert(
  context: ProgramContext,
  name: string,
  { unzips, tests, level }: Wanted,
  output: ProgramContext['stdout'],
): Promise<void> {
  const pieces = piecesOf(context, name);
  if (unzips) {
    for await (const piece of await gunzipped(pieces, true))
      if (!tests) await writeText(output, piece, context.killed);
    return;
  }
  const { input, done } = gzipInto(output, level, context.killed);
  for await (const piece of pieces) await writeText(input, piece, context.killed);
  input.end();
  await done;
}

export const gzip = program(false, false);
export const gunzip = program(true, false);
export const zcat = program(true, true);
