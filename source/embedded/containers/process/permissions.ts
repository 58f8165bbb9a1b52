import { realpathSync } from 'node:fs';
import { isFileFailure } from '../../../files/file-failure.ts';

export interface Permissions {
  /** Files, and directories with all that is in them. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/*
 * Node's permission model has been stable since 22.13. Before that its flag is another one, and each use of it prints a warning, so that
 * there a pod has the rights of whoever runs the lab.
 */
const hasPermissions = process.allowedNodeEnvironmentFlags.has('--permission');
/** Since Node 25 the model covers the network as well. */
const coversNetwork = process.allowedNodeEnvironmentFlags.has('--allow-net');
/** The model does not cover SQLite, which opens files by itself. */
const hasSqlite = process.allowedNodeEnvironmentFlags.has('--experimental-sqlite');

/**
 * The options with which Node keeps a program from all files but these, and from starting processes, threads, native code and the
 * inspector. None on a Node without the model.
 */
export function permissionOptions({ reads, writes }: Permissions): string[] {
  if (!hasPermissions) return [];
  return [
    '--permission',
    ...pathsOf(reads).map((path) => `--allow-fs-read=${path}`),
    ...pathsOf(writes).map((path) => `--allow-fs-write=${path}`),
    ...(coversNetwork ? ['--allow-net'] : []),
    ...(hasSqlite ? ['--no-experimental-sqlite'] : []),
  ];
}

/** Each path as it is given, and as it is without symlinks: Node looks at both. */
function pathsOf(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap((path) => [path, realPath(path)]))].filter(isPlain);
}

/** To Node `*` is a wildcard: such a path would permit more than itself. */
const isPlain = (path: string): boolean => !path.includes('*');

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    // It is not there yet.
    return path;
  }
}
