import { statfsSync } from 'node:fs';
import type { Program } from '../../program.ts';
import { type ProgramContext, pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { complain, humanSize, type Options, tool, wholeNumber } from '../tool/tool.ts';
import { walk } from '../tool/walk.ts';

/** `du [-a] [-b] [-c] [-d DEPTH] [-h] [-k] [-m] [-s] [FILE...]` */
export const du = tool(
  {
    options: [
      'a|all',
      'b|bytes',
      'B:|block-size:',
      'c|total',
      'd:|max-depth:',
      'h|human-readable',
      'k',
      'L',
      'm',
      's|summarize',
      'S',
      'x',
      '0',
      'l',
      '|apparent-size',
      '|si',
    ],
  },
  async (context, options, operands) => {
    let code = 0;
    let total = 0;
    const most = options.has('s')
      ? 0
      : options.has('d')
        ? wholeNumber(options.value('d')!, 'invalid maximum depth')
        : 200;
    for (const name of operands.length === 0 ? ['.'] : operands) {
      if (context.container.files.find(pathOf(context, name), false) === undefined) {
        await complain(context, `cannot access '${name}': No such file or directory`);
        code = 1;
        continue;
      }
      const sums: number[] = [];
      const seen = new Set<string>();
      const onError = async (one: string, message: string): Promise<void> => {
        await complain(context, `cannot read directory '${one}': ${message}`);
        code = 1;
      };
      for await (const { name: shown, about, depth } of walk(context, name, {
        isDepthFirst: true,
        onError,
      })) {
        const key = `${about.device}:${about.id}`;
        const own =
          seen.has(key) && about.links > 1 && about.kind !== 'directory' ? 0 : sizeOf(about, options);
        seen.add(key);
        const below = sums[depth + 1] ?? 0;
        sums[depth + 1] = 0;
        const size = own + below;
        sums[depth] = (sums[depth] ?? 0) + size;
        if (depth === 0) total += size;
        const isShown = about.kind === 'directory' || options.has('a') || depth === 0;
        if (isShown && depth <= most)
          await writeText(context.stdout, `${shownSize(size, options)}\t${shown}\n`, context.killed);
      }
    }
    if (options.has('c')) await writeText(context.stdout, `${shownSize(total, options)}\ttotal\n`);
    return code;
  },
);

function sizeOf(about: { readonly size: number; readonly blocks: number }, options: Options): number {
  return options.has('b', 'apparent-size') ? about.size : about.blocks * 512;
}

function shownSize(bytes: number, options: Options): string {
  if (options.has('h')) return humanSize(bytes);
  if (options.has('b') && !options.has('k', 'm')) return String(bytes);
  return String(Math.ceil(bytes / (options.has('m') ? 1024 * 1024 : 1024)));
}

interface FileSystem {
  readonly name: string;
  readonly at: string;
  /** In KiB. */
  readonly blocks: number;
  readonly free: number;
}

/** The file systems of a container: the root, its mounts, and those that every container has. */
function fileSystems(context: ProgramContext): FileSystem[] {
  const numbers = statfsSync('/');
  const blocks = Math.floor((numbers.blocks * numbers.bsize) / 1024);
  const free = Math.floor((numbers.bavail * numbers.bsize) / 1024);
  return [
    { name: 'overlay', at: '/', blocks, free },
    { name: 'tmpfs', at: '/dev', blocks: 65_536, free: 65_536 },
    ...context.container.files.points.map((at) => ({ name: '/dev/sda1', at, blocks, free })),
  ];
}

/** `df [-h] [-k] [-T] [FILE...]`: the container's file systems, with the room on this machine's disk. */
export const df: Program = tool(
  {
    options: [
      'a|all',
      'h|human-readable',
      'H',
      'i|inodes',
      'k',
      'l',
      'm',
      'P|portability',
      'T|print-type',
      't:',
      'B:',
      'x:',
      '|output?',
      '|total',
      '|sync',
    ],
  },
  async (context, options, operands) => {
    const all = fileSystems(context);
    let code = 0;
    let shown = all;
    if (operands.length > 0) {
      shown = [];
      for (const name of operands) {
        const path = pathOf(context, name);
        if (!context.container.files.exists(path)) {
          await complain(context, `${name}: No such file or directory`);
          code = 1;
          continue;
        }
        const real = context.container.files.realPath(path);
        const inner = all.filter(({ at }) => at === '/' || real === at || real.startsWith(`${at}/`));
        shown.push(inner.sort((a, b) => b.at.length - a.at.length)[0]!);
      }
      if (shown.length === 0) {
        return code;
      }
    }
    if (options.has('i', 'output')) {
      await complain(
        context,
        `-${options.has('i') ? 'i' : '-output'} is not supported in the embedded image`,
      );
      return 1;
    }
    const size = (kib: number): string =>
      options.has('h', 'H')
        ? humanSize(kib * 1024, options.has('H') ? 1000 : 1024)
        : String(options.has('m') ? Math.ceil(kib / 1024) : kib);
    const unit = options.has('h', 'H')
      ? 'Size'
      : options.has('P')
        ? '1024-blocks'
        : options.has('m')
          ? '1M-blocks'
          : '1K-blocks';
    const rows = [
      [
        'Filesystem',
        ...(options.has('T') ? ['Type'] : []),
        unit,
        'Used',
        options.has('h', 'H') ? 'Avail' : 'Available',
        options.has('P') ? 'Capacity' : 'Use%',
        'Mounted on',
      ],
      ...shown.map(({ name, at, blocks, free }) => [
        name,
        ...(options.has('T') ? [name === '/dev/sda1' ? 'ext4' : name] : []),
        size(blocks),
        size(blocks - free),
        size(free),
        `${blocks === 0 ? 0 : Math.ceil(((blocks - free) * 100) / blocks)}%`,
        at,
      ]),
    ];
    const widths = rows[0]!.map((_, column) =>
      Math.max(...rows.map((row) => row[column]!.length), column === 0 ? 14 : 0),
    );
    const isLeft = (column: number): boolean => column === 0 || (options.has('T') && column === 1);
    const lines = rows.map((row) =>
      row
        .map((cell, column) =>
          column === row.length - 1
            ? cell
            : isLeft(column)
              ? cell.padEnd(widths[column]!)
              : cell.padStart(widths[column]!),
        )
        .join(' '),
    );
    await writeText(context.stdout, lines.map((line) => `${line}\n`).join(''));
    return code;
  },
);
