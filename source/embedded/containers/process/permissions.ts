import { realpathSync } from 'node:fs';
import { isFileFailure } from '../../../files/file-failure.ts';

export interface Permissions {
  /** Files, and directories with their contents. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/*
 * Node's permission model is stable since 22.13. Before that its flag has another name and prints a warning with each use, so pods then
 * have the rights of the lab's user.
 */
const hasPermissions = process.allowedNodeEnvironmentFlags.has('--permission');
/** Since Node 25 the model also covers the network. */
const coversNetwork = process.allowedNodeEnvironmentFlags.has('--allow-net');
/** The model does not cover SQLite, which opens files itself. */
const hasSqlite = process.allowedNodeEnvironmentFlags.has('--experimental-sqlite');

/**
 * Node options that restrict a program to these files and keep it from starting processes, threads, native code and the inspector. None
 * on a Node without the model.
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

/** Each path as given and with symlinks resolved: Node checks both. */
function pathsOf(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap((path) => [path, realPath(path)]))].filter(isPlain);
}

/** Node treats `*` as a wildcard: such a path would permit more than itself. */
const isPlain = (path: string): boolean => !path.includes('*');

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    // It does not exist yet.
    return path;
  }
}
