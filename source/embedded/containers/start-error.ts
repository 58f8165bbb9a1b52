/** A container that could not be started: its main process never ran. The message is what a container runtime would say. */
export class StartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartError';
  }
}

/** The image has no such program. `name` is the command's first word: a path, or a name that `$PATH` would find. */
export function programNotFound(name: string): StartError {
  const why = name.includes('/')
    ? `stat ${name}: no such file or directory`
    : 'executable file not found in $PATH';
  return new StartError(
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ' +
      `unable to start container process: exec: "${name}": ${why}: unknown`,
  );
}
