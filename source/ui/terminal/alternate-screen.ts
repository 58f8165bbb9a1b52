import type { ReadStream, WriteStream } from 'node:tty';

// The alternate screen, no cursor, bracketed paste; and back.
const enterSequence = '\u001b[?1049h\u001b[?25l\u001b[?2004h';
const leaveSequence = '\u001b[?2026l\u001b[0m\u001b[?2004l\u001b[?25h\u001b[?1049l';

/**
 * Takes the alternate screen. The returned function gives the terminal back as it was: once, synchronously, so that it
 * also works in the `exit` event, which ends a throw and `process.exit`. `beforeLeaving` stops what still draws.
 */
export function enterAlternateScreen(
  stdin: ReadStream,
  stdout: WriteStream,
  beforeLeaving: () => void,
): () => void {
  let entered = true;
  const leave = (): void => {
    if (!entered) return;
    entered = false;
    process.removeListener('exit', leave);
    beforeLeaving();
    try {
      if (stdin.isTTY) stdin.setRawMode(false);
    } catch {
      // The terminal is gone; there is nothing to restore.
    }
    if (!stdout.destroyed && stdout.writable) stdout.write(leaveSequence);
  };
  process.on('exit', leave);
  // Before the first frame: a key pressed as soon as there is something to see must arrive as that key.
  if (stdin.isTTY) stdin.setRawMode(true);
  stdout.write(enterSequence);
  return leave;
}
