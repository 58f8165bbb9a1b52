import { describeError, exitCodes } from '../../errors/lab-error.ts';
import { isOutOfFiles, leastOpenFiles, tooFewOpenFiles } from '../../files/open-file-limit.ts';
import { safe } from '../../text/safe-text.ts';
import { complain, complainAtOnce } from '../output/streams.ts';

/** Node prints warnings and what nobody catches as they are, with whatever a peer or a file put into their messages: here they are made safe. */
export function reportProcessFaults(): void {
  // None where Node was told to print no warnings.
  if (process.listenerCount('warning') > 0) {
    process.removeAllListeners('warning');
    process.on('warning', ({ name, message }) => complain(safe`(node:${process.pid}) ${name}: ${message}\n`));
  }
  process.on('uncaughtException', (error: unknown) => {
    const isOut = isOutOfFiles(error);
    // At the very end, when the screen has given the terminal back.
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
