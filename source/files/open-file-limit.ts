import { readFileSync } from 'node:fs';
import { LabError } from '../errors/lab-error.ts';

/** A whole lab keeps some 150 files and sockets open in its cluster, most of them logs of partitions. */
export const leastOpenFiles = 200;

/** How many files this process may have open; undefined where that is not known or not limited. Node has raised it as far as it may. */
export function openFileLimit(): number | undefined {
  if (process.platform === 'win32') return undefined;
  if (process.platform === 'linux') {
    try {
      return readLimit(readFileSync('/proc/self/limits', 'utf8'));
    } catch (error) {
      // Where not even this file can be opened there are as good as none left.
      if ((error as NodeJS.ErrnoException).code === 'EMFILE') return 0;
      return undefined;
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

/** @throws LabError `machine-lacks`: this process may open too few files for a lab */
export function requireOpenFiles(limit: number | undefined = openFileLimit()): void {
  if (limit === undefined || limit >= leastOpenFiles) return;
  throw new LabError(
    'machine-lacks',
    `this process may have \`${limit}\` files open, and the lab needs ${leastOpenFiles}`,
    { hint: 'raise the limit with `ulimit -n 1024` in this shell, or start kafka-lab from another one' },
  );
}
