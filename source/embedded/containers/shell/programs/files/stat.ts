import { type FileAbout, modeText } from '../../files/file-about.ts';
import { type ProgramContext, pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { strftime } from '../tool/strftime.ts';
import { attempting, ToolError, tool } from '../tool/tool.ts';
import { groupName, userName } from '../tool/users.ts';

export const kindNames = {
  file: 'regular file',
  directory: 'directory',
  link: 'symbolic link',
  device: 'character special file',
} as const;

function fields(
  context: ProgramContext,
  name: string,
  about: FileAbout,
): Readonly<Record<string, () => string>> {
  const { files } = context.container;
  const seconds = (ms: number): string => String(Math.floor(ms / 1000));
  const full = (ms: number): string => strftime('%Y-%m-%d %H:%M:%S.%N %z', ms);
  const isEmpty = about.kind === 'file' && about.size === 0;
  return {
    a: () => about.mode.toString(8),
    A: () => modeText(about),
    b: () => String(about.blocks),
    B: () => '512',
    d: () => String(about.device),
    f: () =>
      (
        ({ file: 0o100000, directory: 0o40000, link: 0o120000, device: 0o20000 })[about.kind] + about.mode
      ).toString(16),
    F: () => (isEmpty ? 'regular empty file' : kindNames[about.kind]),
    g: () => String(about.gid),
    G: () => groupName(context, about.gid),
    h: () => String(about.links),
    i: () => String(about.id),
    m: () => '/',
    n: () => name,
    N: () =>
      about.kind === 'link' ? `'${name}' -> '${files.linkTarget(pathOf(context, name))}'` : `'${name}'`,
    o: () => '4096',
    s: () => String(about.size),
    u: () => String(about.uid),
    U: () => userName(context, about.uid),
    w: () => '-',
    W: () => '0',
    x: () => full(about.accessed),
    X: () => seconds(about.accessed),
    y: () => full(about.modified),
    Y: () => seconds(about.modified),
    z: () => full(about.changed),
    Z: () => seconds(about.changed),
    '%': () => '%',
  };
}

const whole =
  '  File: %N\n  Size: %-9s\tBlocks: %-10b IO Block: %-6o %F\nDevice: %d\tInode: %-11i  Links: %h\nAccess: (%04a/%A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\nAccess: %x\nModify: %y\nChange: %z\n Birth: -\n';

/** `stat [-L] [-c FORMAT | --printf FORMAT | -t] FILE...` */
export const stat = tool(
  { options: ['c:|format:', 'L|dereference', 't|terse', '|printf:', 'f|file-system'] },
  async (context, options, operands) => {
    if (operands.length === 0) throw new ToolError('missing operand');
    if (options.has('f')) throw new ToolError('-f is not supported in the embedded image: see df');
    let code = 0;
    for (const name of operands) {
      const isFine = await attempting(
        context,
        (reason) => `cannot statx '${name}': ${reason}`,
        async () => {
          const about = context.container.files.about(pathOf(context, name), options.has('L'));
          const values = fields(context, name, about);
          const printf = options.value('printf');
          const given =
            printf?.replace(/\\n/g, '\n').replace(/\\t/g, '\t') ??
            options.value('c') ??
            (options.has('t') ? '%n %s %b %f %u %g %d %i %h 0 0 %X %Y %Z 0 4096' : undefined);
          const text = (given ?? whole).replace(
            /%(-?0?)(\d*)([a-zA-Z%])/g,
            (all, flags: string, width: string, letter: string) => {
              const value = values[letter]?.();
              if (value === undefined) return all.replace(/./s, '?');
              const length = Number(width);
              return flags.startsWith('-')
                ? value.padEnd(length)
                : value.padStart(length, flags.includes('0') ? '0' : ' ');
            },
          );
          await writeText(context.stdout, given === undefined || printf !== undefined ? text : `${text}\n`);
        },
      );
      if (!isFine) code = 1;
    }
    return code;
  },
);
