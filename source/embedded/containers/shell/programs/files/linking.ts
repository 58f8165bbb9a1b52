import { posix } from 'node:path';
import { FileError } from '../../container-files.ts';
import { pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { attempting, ToolError, tool } from '../tool/tool.ts';
import { targetFor } from './target.ts';

/** Programs about links. */

const operandsOr = (operands: readonly string[]): void => {
  if (operands.length === 0) throw new ToolError('missing operand');
};

export const ln = tool(
  { options: ['s|symbolic', 'f|force', 'n|no-dereference', 'v|verbose', 'T'] },
  async (context, options, operands) => {
    const { files } = context.container;
    if (operands.length === 0) throw new ToolError('missing file operand');
    const target = operands.length > 1 ? operands.pop()! : '.';
    let code = 0;
    for (const source of operands) {
      const to =
        options.has('n', 'T') && files.find(pathOf(context, target), false)?.kind === 'link'
          ? target
          : targetFor(context, source, target);
      const kind = options.has('s') ? 'symbolic' : 'hard';
      const isFine = await attempting(
        context,
        (reason) => `failed to create ${kind} link '${to}': ${reason}`,
        async () => {
          if (options.has('f') && files.find(pathOf(context, to), false))
            files.removeFile(pathOf(context, to));
          if (options.has('s')) files.makeLink(source, pathOf(context, to));
          else files.link(pathOf(context, source), pathOf(context, to));
          if (options.has('v')) await writeText(context.stdout, `'${to}' -> '${source}'\n`);
        },
      );
      if (!isFine) code = 1;
    }
    return code;
  },
);

export const readlink = tool(
  {
    options: [
      'f|canonicalize',
      'e|canonicalize-existing',
      'm|canonicalize-missing',
      'n|no-newline',
      'q',
      's',
      'v',
    ],
  },
  async (context, options, operands) => {
    operandsOr(operands);
    const { files } = context.container;
    let code = 0;
    for (const name of operands) {
      try {
        const path = pathOf(context, name);
        const text = options.has('f', 'e', 'm') ? files.realPath(path) : files.linkTarget(path);
        if (options.has('e')) files.about(text);
        if (options.has('f') && !files.exists(posix.dirname(text))) throw new FileError('ENOENT');
        await writeText(context.stdout, options.has('n') ? text : `${text}\n`);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        code = 1;
      }
    }
    return code;
  },
);

export const realpath = tool(
  { options: ['e|canonicalize-existing', 'm|canonicalize-missing', 's|no-symlinks', 'q|quiet'] },
  async (context, options, operands) => {
    operandsOr(operands);
    const { files } = context.container;
    let code = 0;
    for (const name of operands) {
      const isFine = await attempting(
        context,
        (reason) => `${name}: ${reason}`,
        async () => {
          const path = files.realPath(pathOf(context, name));
          if (options.has('e')) files.about(path);
          if (!options.has('m') && !files.exists(posix.dirname(path))) throw new FileError('ENOENT');
          await writeText(context.stdout, `${path}\n`);
        },
      );
      if (!isFine) code = 1;
    }
    return code;
  },
);
