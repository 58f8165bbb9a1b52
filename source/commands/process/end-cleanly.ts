import { undoUnfinished } from '../../processes/unfinished.ts';
import { exitCodeOf, onEndingSignal } from './ending-signal.ts';

/** Runs work that nobody waits for once a signal arrives: what is half done is taken back, and the process exits at once. */
export async function endCleanly<Result>(work: () => Promise<Result>): Promise<Result> {
  const undo = onEndingSignal((ending) => {
    undoUnfinished();
    process.exit(process.exitCode || exitCodeOf[ending]);
  });
  try {
    return await work();
  } finally {
    undo();
  }
}
