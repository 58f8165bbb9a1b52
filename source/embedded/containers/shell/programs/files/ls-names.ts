import { cellsOf } from '../../characters.ts';
import type { FileAbout } from '../../files/file-about.ts';
import { quotedAlways } from '../../language/quote.ts';
import type { Options } from '../tool/tool.ts';

interface Named {
  readonly name: string;
  readonly about: FileAbout;
}

/** What a shell would not read back as it is. */
const special = /[\s"$&'()*;<>?[\\^`|!]|^[#~]/;

/**
 * The names as `ls` shows them. For a terminal, those that a shell would not read back are in quotes, and the others begin one column
 * further right, below them.
 */
export function namesFor(entries: readonly Named[], options: Options, isTerminal: boolean): string[] {
  const quotes = isTerminal && !options.has('N', 'Q');
  const isAligned = quotes && entries.length > 1 && !options.has('m', '1');
  const isAnyQuoted = isAligned && entries.some(({ name }) => special.test(name));
  return entries.map((entry) => {
    const shown = quotes ? quotedWhereNeeded(entry.name) : plainName(entry.name, options);
    const isQuoted = shown !== entry.name;
    return (isAnyQuoted && !isQuoted ? ' ' : '') + shown + markOf(entry, options);
  });
}

function plainName(name: string, options: Options): string {
  if (options.has('Q')) return `"${name}"`;
  return /[\0-\x1f\x7f]/.test(name) && !options.has('N') ? quotedAlways(name) : name;
}

function quotedWhereNeeded(name: string): string {
  if (!special.test(name)) return name;
  return name.includes("'") && !/["$`\\!\0-\x1f]/.test(name) ? `"${name}"` : quotedAlways(name);
}

function markOf({ about }: Named, options: Options): string {
  if (options.has('l', 'g', 'o', 'n', 'full-time') && about.kind === 'link') return '';
  if (options.has('F'))
    return { directory: '/', link: '@', file: about.mode & 0o111 ? '*' : '', device: '' }[about.kind];
  return options.has('p') && about.kind === 'directory' ? '/' : '';
}

/** As many columns as fit, read downwards. */
export function inColumnsOf(names: readonly string[], room: number): string {
  if (names.length === 0) return '';
  const cells = names.map(cellsOf);
  for (let rows = 1; rows < names.length; rows++) {
    const count = Math.ceil(names.length / rows);
    const widths = Array.from({ length: count }, (_, column) =>
      Math.max(...cells.slice(column * rows, column * rows + rows)),
    );
    if (widths.reduce((sum, width) => sum + width + 2, -2) >= room) continue;
    return Array.from(
      { length: rows },
      (_, row) =>
        `${widths
          .map((width, column) => padded(names[column * rows + row] ?? '', width))
          .join('  ')
          .trimEnd()}\n`,
    ).join('');
  }
  return names.map((name) => `${name}\n`).join('');
}

function padded(name: string, width: number): string {
  return name + ' '.repeat(Math.max(0, width - cellsOf(name)));
}
