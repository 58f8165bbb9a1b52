import { ZooKeeperError } from './error.ts';

/** Throws BADARGUMENTS for an invalid znode path: it must be absolute, without empty, `.` or `..` parts and control characters. */
export function checkPath(path: string): void {
  if (path === '/') return;
  const parts = path.split('/');
  const wrong =
    parts[0] !== '' ||
    parts.length < 2 ||
    parts.slice(1).some((part) => part === '' || part === '.' || part === '..') ||
    /[\u0000-\u001f\u007f-\u009f\ud800-\uf8ff\ufff0-\uffff]/.test(path);
  if (wrong) throw new ZooKeeperError('BADARGUMENTS', path);
}

/** `/a/b` → `/a`; `/a` → `/`. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function childOf(parent: string, name: string): string {
  return parent === '/' ? `/${name}` : `${parent}/${name}`;
}
