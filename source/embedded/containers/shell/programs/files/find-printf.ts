import { modeText } from '../../files/file-about.ts';
import type { ProgramContext } from '../../program.ts';
import { strftime } from '../tool/strftime.ts';
import { groupName, userName } from '../tool/users.ts';
import type { Found } from '../tool/walk.ts';

/** `-printf`: `%f`, `%s` and the like. */
export function formatted(
  context: ProgramContext,
  format: string,
  { name, about, depth, path }: Found,
): string {
  const base =
    name
      .replace(/(.)\/+$/, '$1')
      .split('/')
      .at(-1) || '/';
  const values: Readonly<Record<string, () => string>> = {
    f: () => base,
    p: () => name,
    P: () =>
      name
        .split('/')
        .slice(name.split('/').length - depth)
        .join('/'),
    h: () => (name.includes('/') ? name.slice(0, name.lastIndexOf('/')) || '/' : '.'),
    s: () => String(about.size),
    k: () => String(about.blocks / 2),
    b: () => String(about.blocks),
    m: () => about.mode.toString(8),
    M: () => modeText(about),
    y: () => ({ file: 'f', directory: 'd', link: 'l', device: 'c' })[about.kind],
    d: () => String(depth),
    i: () => String(about.id),
    n: () => String(about.links),
    u: () => userName(context, about.uid),
    g: () => groupName(context, about.gid),
    U: () => String(about.uid),
    G: () => String(about.gid),
    t: () => strftime('%a %b %e %H:%M:%S.%N0 %Y', about.modified),
    l: () => (about.kind === 'link' ? context.container.files.linkTarget(path) : ''),
    '%': () => '%',
  };
  return format
    .replace(/%(T[@A-Za-z+]|-?\d*[a-zA-Z%])/g, (whole, text: string) => {
      if (text.startsWith('T'))
        return text === 'T@'
          ? (about.modified / 1000).toFixed(10)
          : text === 'T+'
            ? strftime('%Y-%m-%d+%H:%M:%S.%N0', about.modified)
            : strftime(`%${text[1]}`, about.modified);
      const width = Number.parseInt(text, 10) || 0;
      const value = values[text.at(-1)!]?.();
      if (value === undefined) return whole;
      return width < 0 ? value.padEnd(-width) : value.padStart(width);
    })
    .replace(
      /\\(n|t|0|\\)/g,
      (_, char: string) => ({ n: '\n', t: '\t', '0': '\0', '\\': '\\' })[char] ?? char,
    );
}
