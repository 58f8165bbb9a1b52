import type { ReadStream, WriteStream } from 'node:tty';

// The alternate screen, no cursor, bracketed paste; and back.
const enterSequence = '\u001b[?1049h\u001b[?25l\u001b[?2004h';
const leaveSequence = '\u001b[?2026l\u001b[0m\u001b[?2004l\u001b[?25h\u001b[?1049l';

export interface AlternateScreen {
  /** Gives the terminal back, for good. */
  leave(): void;
  /** Gives it back for as long as the process is stopped. */
  lend(): void;
  /** Takes it again after that. */
  retake(): void;
}

/**
 * Takes the alternate screen. `leave` gives the terminal back as it was: once, synchronously, so that it
 * also works in the `exit` event, which ends a throw and `process.exit`. `beforeLeaving` stops what still draws.
 */
export function enterAlternateScreen(
  stdin: ReadStream,
  stdout: WriteStream,
  beforeLeaving: () => void,
): AlternateScreen {
  let entered = true;
  const leave = (): void => {
    if (!entered) return;
    entered = false;
    process.removeListener('exit', leave);
    beforeLeaving();
    giveBack();
  };
  const giveBack = (): void => {
    try {
      if (stdin.isTTY) stdin.setRawMode(false);
    } catch {
      // The terminal is gone; there is nothing to restore.
    }
    if (!stdout.destroyed && stdout.writable) stdout.write(leaveSequence);
  };
  const take = (): void => {
    if (stdin.isTTY) stdin.setRawMode(true);
    stdout.write(enterSequence);
  };
  process.on('exit', leave);
  // Before the first frame: a key pressed as soon as there is something to see must arrive as that key.
  take();
  return {
    leave,
    lend() {
      if (entered) giveBack();
    },
    retake() {
      if (entered) take();
    },
  };
}

/** A terminal whose own screen is written to: keys come raw, and nothing else is taken. */
export function plainScreen(stdin: ReadStream): AlternateScreen {
  const raw = (mode: boolean): void => {
    if (stdin.isTTY) stdin.setRawMode(mode);
  };
  return { leave: () => {}, lend: () => raw(false), retake: () => raw(true) };
}
