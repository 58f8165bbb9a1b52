import { nextTurn } from '../../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../../bounds/slices.ts';
import { FileError } from '../../container-files.ts';
import { type Program, pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { bytesOf } from '../tool/input.ts';
import { attempting, byteCount, complain, ToolError, tool } from '../tool/tool.ts';

/** Programs that make files of their own. */

export const mktemp = tool(
  { options: ['d|directory', 'u|dry-run', 'q', 'p:|tmpdir?', 't'] },
  async (context, options, [template = 'tmp.XXXXXXXXXX']) => {
    const match = /X{3,}(?=[^X/]*$)/.exec(template);
    if (match === null) throw new ToolError(`too few X's in template '${template}'`);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    const random = Array.from(match[0], () => letters[Math.floor(Math.random() * letters.length)]).join('');
    const name = template.replace(match[0], random);
    const isPlain = context.argv.slice(1).every((word) => word.startsWith('-'));
    const path =
      options.has('p', 't') || isPlain
        ? `${options.value('p') || context.env.TMPDIR || '/tmp'}/${name}`
        : name;
    const kind = options.has('d') ? 'directory' : 'file';
    const isFine = await attempting(
      context,
      (reason) => `failed to create ${kind} via template '${template}': ${reason}`,
      () => {
        if (options.has('u')) return;
        if (options.has('d')) context.container.files.makeDirectory(pathOf(context, path), 0o700);
        else context.container.files.write(pathOf(context, path), '', false, 0o600);
      },
    );
    if (isFine) await writeText(context.stdout, `${path}\n`);
    return isFine ? 0 : 1;
  },
);

export const truncate = tool(
  { options: ['s:|size:', 'c|no-create', 'r:|reference:'] },
  async (context, options, operands) => {
    const text = options.value('s');
    if (text === undefined) throw new ToolError("you must specify either '--size' or '--reference'");
    const { files } = context.container;
    let code = 0;
    for (const name of operands) {
      const isFine = await attempting(
        context,
        (reason) => `cannot open '${name}' for writing: ${reason}`,
        () => {
          const path = pathOf(context, name);
          if (options.has('c') && !files.exists(path)) return;
          const size = byteCount(text.replace(/^[-+]/, ''), 'Invalid number');
          const now = files.find(path)?.size ?? 0;
          files.truncate(
            path,
            text.startsWith('+') ? now + size : text.startsWith('-') ? Math.max(0, now - size) : size,
          );
        },
      );
      if (!isFine) code = 1;
    }
    return code;
  },
);

/** `dd if=FILE of=FILE bs=BYTES count=BLOCKS` */
export const dd: Program = async (context) => {
  const given = Object.fromEntries(context.argv.slice(1).map((word) => word.split(/=(.*)/s, 2))) as Record<
    string,
    string | undefined
  >;
  const unknown = Object.keys(given).find(
    (key) =>
      !['if', 'of', 'bs', 'count', 'skip', 'seek', 'status', 'conv', 'ibs', 'obs', 'oflag', 'iflag'].includes(
        key,
      ),
  );
  if (unknown !== undefined) {
    await complain(context, `unrecognized operand '${unknown}=${given[unknown] ?? ''}'`);
    return 1;
  }
  const { files } = context.container;
  try {
    const block = byteCount(given.bs ?? '512', 'invalid number');
    const most =
      given.count === undefined ? Number.POSITIVE_INFINITY : byteCount(given.count, 'invalid number') * block;
    const source =
      given.if === undefined
        ? [await bytesOf(context, '-')]
        : files.pieces(pathOf(context, given.if), given.skip === undefined ? 0 : Number(given.skip) * block);
    let done = 0;
    let isFirst = true;
    for (const piece of source) {
      const part = piece.subarray(0, most - done);
      if (given.of === undefined) await writeText(context.stdout, part, context.killed);
      else files.write(pathOf(context, given.of), part, !isFirst || given.conv === 'notrunc');
      isFirst = false;
      done += part.length;
      if (done >= most || context.killed.aborted) break;
      if (sharedSlice.isOver()) await nextTurn();
    }
    if (isFirst && given.of !== undefined) files.write(pathOf(context, given.of), '');
    if (given.status !== 'none') {
      const blocks = `${Math.floor(done / block)}+${done % block === 0 ? 0 : 1}`;
      await writeText(context.stderr, `${blocks} records in\n${blocks} records out\n${done} bytes copied\n`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof FileError || error instanceof ToolError)) throw error;
    await complain(
      context,
      error instanceof FileError ? `failed to open or copy: ${error.message}` : error.message,
    );
    return 1;
  }
};
