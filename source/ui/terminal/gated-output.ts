import type { WriteStream } from 'node:tty';

export interface GatedOutput {
  /** The same stream, except that writes are dropped while the gate is closed. */
  readonly stream: WriteStream;
  setOpen(isOpen: boolean): void;
}

/** The terminal as Ink writes to it directly, for a screen reader; closed while the terminal belongs to the shell. */
export function gateOutput(stdout: WriteStream): GatedOutput {
  let isOpen = true;
  const write = (...args: unknown[]): boolean => {
    if (isOpen) return (stdout.write as (...given: unknown[]) => boolean).apply(stdout, args);
    const written = args.find((arg): arg is () => void => typeof arg === 'function');
    if (written) setImmediate(written);
    return true;
  };
  // Everything else (size, listeners) is passed to the terminal.
  const stream = Object.create(stdout, { write: { value: write } }) as WriteStream;
  return {
    stream,
    setOpen(open) {
      isOpen = open;
    },
  };
}
