import { describeError } from '../errors/lab-error.ts';
import { isFileFailure } from '../files/file-failure.ts';
import type { ClusterRecord } from '../processes/cluster-record.ts';
import type { Ownership } from './ownership.ts';
import { directoryStatus } from './paths/directory-identity.ts';

const lookEveryMs = 1_000;

/**
 * Checks every second whether the files that name this cluster are still there, and puts back what somebody deleted, since without them
 * nobody could find the cluster to end it. Calls `onTaken` once if another cluster that runs has taken the directory. Keeps no process
 * alive. Returns the stop function, which resolves when nothing more is written.
 */
export function keepOwnFiles(
  ownership: Ownership,
  record: ClusterRecord,
  { log, onTaken }: { readonly log: (line: string) => void; readonly onTaken: () => void },
  everyMs = lookEveryMs,
): () => Promise<void> {
  let looking: Promise<void> | undefined;
  const look = async () => {
    try {
      // `watchDirectory` handles a directory that is gone.
      if (directoryStatus(ownership.directory) === 'gone' || (await ownership.restore(record))) return;
      clearInterval(timer);
      onTaken();
    } catch (error) {
      // A full disk, a missing permission: the next look tries again.
      if (!isFileFailure(error)) log(`the cluster’s own files cannot be restored: ${describeError(error)}`);
    }
  };
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
