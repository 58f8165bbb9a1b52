import { goQuote } from '../../text/go-quote.ts';

/** A container failed to start: its main process never ran. The message is the container runtime's. */
export class StartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartError';
  }
}

/** The image lacks this program. `name` is the command's first word: a path, or a name for `$PATH`. */
export function programNotFound(name: string): StartError {
  const why = name.includes('/')
    ? `stat ${name}: no such file or directory`
    : 'executable file not found in $PATH';
  return new StartError(
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ' +
      `unable to start container process: exec: ${goQuote(name)}: ${why}: unknown`,
  );
}
