import { FileError } from '../../container-files.ts';
import { type ProgramContext, pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { attempting, complain, type Options, ToolError, tool } from '../tool/tool.ts';
import { walk } from '../tool/walk.ts';
import { targetFor } from './target.ts';

/** Programs that copy and move files. */

async function copyFile(context: ProgramContext, from: string, to: string, mode: number): Promise<void> {
  const { files } = context.container;
  let isFirst = true;
  for (const piece of files.pieces(from)) {
    files.write(to, piece, !isFirst, mode);
    isFirst = false;
  }
  if (isFirst) files.write(to, '', false, mode);
}

async function copyTree(
  context: ProgramContext,
  from: string,
  to: string,
  keeps: boolean,
  says: (from: string, to: string) => Promise<void>,
): Promise<void> {
  const { files } = context.container;
  const base = pathOf(context, from);
  if (`${pathOf(context, to)}/`.startsWith(`${base}/`))
    throw new ToolError(`cannot copy a directory, '${from}', into itself, '${to}'`);
  for await (const found of walk(context, from)) {
    const target = to + found.name.slice(from.replace(/(.)\/+$/, '$1').length);
    const path = pathOf(context, target);
    if (found.about.kind === 'directory') {
      if (!files.isDirectory(path)) files.makeDirectory(path, found.about.mode);
    } else if (found.about.kind === 'link') files.makeLink(files.linkTarget(found.path), path);
    else await copyFile(context, found.path, path, found.about.mode);
    if (keeps && found.about.kind !== 'link')
      files.setTimes(path, found.about.accessed, found.about.modified);
    await says(found.name, target);
  }
}

/** The target of `cp` and `mv`, taken off the operands unless it is the value of `-t`. */
function takeTarget(context: ProgramContext, options: Options, operands: string[]): string {
  const target = options.value('t') ?? operands.pop();
  if (target === undefined || operands.length === 0)
    throw new ToolError(
      target === undefined ? 'missing file operand' : `missing destination file operand after '${target}'`,
    );
  if (operands.length > 1 && !context.container.files.isDirectory(pathOf(context, target)))
    throw new ToolError(`target '${target}' is not a directory`);
  return target;
}

export const cp = tool(
  {
    options: [
      'a|archive',
      'f|force',
      'i',
      'n|no-clobber',
      'p',
      'r|recursive',
      'R',
      'L|dereference',
      'P',
      'd',
      'u|update',
      'v|verbose',
      't:|target-directory:',
      'T|no-target-directory',
      '|preserve?',
    ],
  },
  async (context, options, operands) => {
    const { files } = context.container;
    const target = takeTarget(context, options, operands);
    let code = 0;
    const says = async (from: string, to: string): Promise<void> => {
      if (options.has('v')) await writeText(context.stdout, `'${from}' -> '${to}'\n`);
    };
    for (const source of operands) {
      const to = options.has('T') ? target : targetFor(context, source, target);
      const isFine = await attempting(
        context,
        (reason) => `cannot copy '${source}' to '${to}': ${reason}`,
        async () => {
          const about = files.find(pathOf(context, source), !options.has('a', 'P', 'd'));
          if (about === undefined) {
            await complain(context, `cannot stat '${source}': No such file or directory`);
            code = 1;
            return;
          }
          if (about.kind === 'directory' && !options.has('r', 'R', 'a')) {
            await complain(context, `-r not specified; omitting directory '${source}'`);
            code = 1;
            return;
          }
          const there = files.find(pathOf(context, to));
          if (there && there.id === about.id && there.device === about.device) {
            await complain(context, `'${source}' and '${to}' are the same file`);
            code = 1;
            return;
          }
          if (there && (options.has('n') || (options.has('u') && there.modified >= about.modified))) return;
          const keeps = options.has('a', 'p', 'preserve');
          if (about.kind === 'directory' || about.kind === 'link')
            return await copyTree(context, source, to, keeps, says);
          await copyFile(context, pathOf(context, source), pathOf(context, to), about.mode);
          if (keeps) files.setTimes(pathOf(context, to), about.accessed, about.modified);
          await says(source, to);
        },
      );
      if (!isFine) code = 1;
    }
    return code;
  },
);

export const mv = tool(
  {
    options: [
      'f|force',
      'i',
      'n|no-clobber',
      'u|update',
      'v|verbose',
      't:|target-directory:',
      'T|no-target-directory',
    ],
  },
  async (context, options, operands) => {
    const { files } = context.container;
    const target = takeTarget(context, options, operands);
    let code = 0;
    for (const source of operands) {
      const to = options.has('T') ? target : targetFor(context, source, target);
      const [from, into] = [pathOf(context, source), pathOf(context, to)];
      if (files.find(from, false) === undefined) {
        await complain(context, `cannot stat '${source}': No such file or directory`);
        code = 1;
        continue;
      }
      if (options.has('n') && files.exists(into)) continue;
      const isFine = await attempting(
        context,
        (reason) => `cannot move '${source}' to '${to}': ${reason}`,
        async () => {
          try {
            files.rename(from, into);
          } catch (error) {
            if (!(error instanceof FileError) || error.code !== 'EXDEV') throw error;
            await copyTree(context, source, to, true, async () => {});
            for await (const found of walk(context, source, { isDepthFirst: true })) {
              if (found.about.kind === 'directory') files.removeDirectory(found.path);
              else files.removeFile(found.path);
            }
          }
          if (options.has('v')) await writeText(context.stdout, `renamed '${source}' -> '${to}'\n`);
        },
      );
      if (!isFine) code = 1;
    }
    return code;
  },
);
