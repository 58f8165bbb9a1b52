import { posix } from 'node:path';
import { FileError } from '../../container-files.ts';
import { newMode, pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { parseDate } from '../system/date.ts';
import { attempting, complain, ToolError, tool } from '../tool/tool.ts';
import { walk } from '../tool/walk.ts';
import { changedMode } from './mode.ts';

/** Programs that make, change and remove files. */

const operandsOr = (operands: readonly string[]): void => {
  if (operands.length === 0) throw new ToolError('missing operand');
};

export const mkdir = tool(
  { options: ['p|parents', 'm:|mode:', 'v|verbose'] },
  async (context, options, operands) => {
    operandsOr(operands);
    const { files } = context.container;
    let code = 0;
    const usual = newMode(context, 0o777);
    const mode = options.has('m') ? changedMode(options.value('m')!, 0o777, true) : usual;
    for (const name of operands) {
      const parts = options.has('p')
        ? name
            .split('/')
            .map((_, index, all) => all.slice(0, index + 1).join('/'))
            .filter((part) => part !== '')
        : [name];
      for (const part of parts) {
        if (options.has('p') && files.isDirectory(pathOf(context, part))) continue;
        const isFine = await attempting(
          context,
          (reason) => `cannot create directory '${part}': ${reason}`,
          async () => {
            files.makeDirectory(pathOf(context, part.replace(/(.)\/+$/, '$1')), part === name ? mode : usual);
            if (options.has('v')) await writeText(context.stdout, `mkdir: created directory '${part}'\n`);
          },
        );
        if (!isFine) {
          code = 1;
          break;
        }
      }
    }
    return code;
  },
);

export const rmdir = tool(
  { options: ['p|parents', 'v|verbose', '|ignore-fail-on-non-empty'] },
  async (context, options, operands) => {
    operandsOr(operands);
    let code = 0;
    for (const name of operands) {
      for (let at = name; at !== '.' && at !== '/'; at = posix.dirname(at)) {
        const isFine = await attempting(
          context,
          (reason) => `failed to remove '${at}': ${reason}`,
          async () => {
            if (options.has('v')) await writeText(context.stdout, `rmdir: removing directory, '${at}'\n`);
            context.container.files.removeDirectory(pathOf(context, at));
          },
        );
        if (!isFine && !options.has('ignore-fail-on-non-empty')) code = 1;
        if (!isFine || !options.has('p')) break;
      }
    }
    return code;
  },
);

export const rm = tool(
  { options: ['f|force', 'r|recursive', 'R', 'i', 'I', 'd|dir', 'v|verbose'] },
  async (context, options, operands) => {
    if (operands.length === 0 && !options.has('f')) throw new ToolError('missing operand');
    const { files } = context.container;
    let code = 0;
    const isForced = options.has('f');
    for (const name of operands) {
      const path = pathOf(context, name);
      if (name === '/' || /(?:^|\/)\.\.?\/?$/.test(name)) {
        await complain(
          context,
          name === '/'
            ? "it is dangerous to operate recursively on '/'"
            : `refusing to remove '.' or '..' directory: skipping '${name}'`,
        );
        code = 1;
        continue;
      }
      const isFine = await attempting(
        context,
        (reason) => `cannot remove '${name}': ${reason}`,
        async () => {
          if (isForced && files.find(path, false) === undefined) return;
          const about = files.about(path, false);
          if (about.kind === 'directory' && !options.has('r', 'R', 'd')) throw new FileError('EISDIR');
          if (about.kind !== 'directory') {
            files.removeFile(path);
            if (options.has('v')) await writeText(context.stdout, `removed '${name}'\n`);
            return;
          }
          for await (const found of walk(context, name, { isDepthFirst: true })) {
            const removed = await attempting(
              context,
              (reason) => `cannot remove '${found.name}': ${reason}`,
              async () => {
                if (found.about.kind === 'directory') files.removeDirectory(found.path);
                else files.removeFile(found.path);
                if (options.has('v'))
                  await writeText(
                    context.stdout,
                    `removed ${found.about.kind === 'directory' ? 'directory ' : ''}'${found.name}'\n`,
                  );
              },
            );
            if (!removed) code = 1;
          }
        },
      );
      if (!isFine) code = 1;
    }
    return code;
  },
);

export const unlink = tool({ options: [] }, async (context, _options, [name = '']) => {
  const isFine = await attempting(
    context,
    (reason) => `cannot unlink '${name}': ${reason}`,
    () => context.container.files.removeFile(pathOf(context, name)),
  );
  return isFine ? 0 : 1;
});

export const touch = tool(
  { options: ['a', 'm', 'c|no-create', 'd:|date:', 'r:|reference:', 't:', 'h|no-dereference'] },
  async (context, options, operands) => {
    if (operands.length === 0) throw new ToolError('missing file operand');
    const { files } = context.container;
    const reference = options.value('r');
    const date = options.value('d') ?? stampOf(options.value('t'));
    const given = date === undefined ? undefined : parseDate(date);
    if (date !== undefined && given === undefined) throw new ToolError(`invalid date format '${date}'`);
    const time =
      reference === undefined ? (given ?? Date.now()) : files.about(pathOf(context, reference)).modified;
    let code = 0;
    for (const name of operands) {
      const path = pathOf(context, name);
      const isFine = await attempting(
        context,
        (reason) => `cannot touch '${name}': ${reason}`,
        () => {
          const about = files.find(path);
          if (about === undefined) {
            if (options.has('c')) return;
            if (path.endsWith('/')) throw new FileError('ENOENT');
            files.write(path, '', false, newMode(context, 0o666));
          }
          files.setTimes(
            path,
            options.has('m') && about ? about.accessed : time,
            options.has('a') && about && !options.has('m') ? about.modified : time,
          );
        },
      );
      if (!isFine) code = 1;
    }
    return code;
  },
);

/** `[[CC]YY]MMDDhhmm[.ss]` */
function stampOf(text: string | undefined): string | undefined {
  const match = /^(\d{2}|\d{4})?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(text ?? '');
  if (match === null) return text;
  const [, year = String(new Date().getUTCFullYear()), ...rest] = match;
  return `${year.length === 2 ? `20${year}` : year}-${rest[0]}-${rest[1]} ${rest[2]}:${rest[3]}:${rest[4] ?? '00'}`;
}
