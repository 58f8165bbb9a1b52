import { posix } from 'node:path';
import type { FileAbout } from './files/file-about.ts';
import { FileError } from './files/file-error.ts';

const mostLinks = 20;

interface Files {
  find(path: string, follow: boolean): FileAbout | undefined;
  linkTarget(path: string): string;
}

/** A canonical path without links. Throws FileError where links lead in a circle. */
export function withoutLinks(files: Files, path: string): string {
  let wanted = path;
  for (let count = 0; count < mostLinks; count++) {
    const names = wanted.split('/').filter((name) => name !== '');
    const at = names.findIndex(
      (_, index) => files.find(`/${names.slice(0, index + 1).join('/')}`, false)?.kind === 'link',
    );
    if (at < 0) return wanted;
    const link = `/${names.slice(0, at + 1).join('/')}`;
    wanted = posix.resolve(posix.dirname(link), files.linkTarget(link), ...names.slice(at + 1));
  }
  throw new FileError('ELOOP');
}
