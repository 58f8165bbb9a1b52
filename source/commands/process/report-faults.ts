import { describeError, exitCodes } from '../../errors/lab-error.ts';
import { isOutOfFiles, leastOpenFiles, tooFewOpenFiles } from '../../files/open-file-limit.ts';
import { safe } from '../../text/safe-text.ts';
import { complain, complainAtOnce } from '../output/streams.ts';

/** Node prints warnings and uncaught errors unsanitised, with text from peers and files in their messages; this sanitises them. */
export function reportProcessFaults(): void {
  // Node has no listener of its own if warnings are disabled.
  if (process.listenerCount('warning') > 0) {
    process.removeAllListeners('warning');
    process.on('warning', ({ name, message }) => complain(safe`(node:${process.pid}) ${name}: ${message}\n`));
  }
  process.on('uncaughtException', (error: unknown) => {
    const isOut = isOutOfFiles(error);
    // At exit, once the screen has restored the terminal.
    process.once('exit', () =>
      isOut
        ? complainAtOnce(safe`kafka-lab: ${describeError(tooFewOpenFiles(leastOpenFiles.lab, error))}\n`)
        : complain(
            safe`kafka-lab: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
          ),
    );
    process.exit(isOut ? exitCodes.machineLacks : exitCodes.failed);
  });
}
