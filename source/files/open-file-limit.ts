import { readFileSync } from 'node:fs';
import { LabError } from '../errors/lab-error.ts';
import { isFileFailure } from './file-failure.ts';

/**
 * `lab`: its cluster keeps some 150 files and sockets open, most of them logs of partitions. `light`: what a verb that starts no cluster
 * needs, most of it for Node to load the app.
 */
export const leastOpenFiles = { lab: 200, light: 64 } as const;

/** How many files this process may have open; undefined if that is not known or not limited. Node has raised it as far as it may. */
export function openFileLimit(): number | undefined {
  if (process.platform === 'win32') return undefined;
  if (process.platform === 'linux') {
    try {
      return readLimit(readFileSync('/proc/self/limits', 'utf8'));
    } catch (error) {
      if (!isFileFailure(error)) throw error;
      // If not even this file can be opened, practically none are left.
      return (error as NodeJS.ErrnoException).code === 'EMFILE' ? 0 : undefined;
    }
  }
  // The report's network part asks name servers.
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } };
  const soft = report.userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : undefined;
}

/** The soft limit in the text of `/proc/PID/limits`. */
export function readLimit(limits: string): number | undefined {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? undefined : Number(soft);
}

/** @throws LabError `machine-lacks`: this process may open fewer than `least` files */
export function requireOpenFiles(least: number, limit: number | undefined = openFileLimit()): void {
  if (limit !== undefined && limit < least) throw tooFewOpenFiles(least, undefined, limit);
}

/** Whether the system refused to open one more file. */
export function isOutOfFiles(error: unknown): boolean {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'EMFILE' || code === 'ENFILE';
}

/** `limit`: that of this process, where it is known. `cause`: what the system refused. */
export function tooFewOpenFiles(
  least: number,
  cause?: unknown,
  limit: number | undefined = openFileLimit(),
): LabError {
  const may =
    limit === undefined ? 'this process cannot open more files' : `this process may open \`${limit}\` files`;
  const hint = 'raise the limit with `ulimit -n 1024` in this shell, or start kafka-lab from another one';
  return new LabError('machine-lacks', `${may}, but needs ${least}`, { hint, cause });
}
