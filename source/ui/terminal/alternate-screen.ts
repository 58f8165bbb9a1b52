import type { ReadStream, WriteStream } from 'node:tty';
import { goOnReading, setRawMode, stopReading } from '../../terminal/raw-mode.ts';
import { terminalState } from '../../terminal/terminal-state.ts';

// The alternate screen, no cursor, bracketed paste; and back.
const enterSequence = '\u001b[?1049h\u001b[?25l\u001b[?2004h';
const leaveSequence = '\u001b[?2026l\u001b[0m\u001b[?2004l\u001b[?25h\u001b[?1049l';

export interface AlternateScreen {
  /** Gives the terminal back, for good. */
  leave(): void;
  /** Gives it back until `retake`, and reads no keys meanwhile. */
  lend(): void;
  /** Takes it again after that. */
  retake(): void;
}

/**
 * Takes the alternate screen. `leave` gives the terminal back as it was: once, synchronously, so that it
 * also works in the `exit` event, which ends a throw and `process.exit`. `beforeLeaving` stops what still draws.
 * A terminal that is lent is left alone: by then the shell has it.
 */
export function enterAlternateScreen(
  stdin: ReadStream,
  stdout: WriteStream,
  beforeLeaving: () => void,
): AlternateScreen {
  let state: 'taken' | 'lent' | 'left' = 'taken';
  const leave = (): void => {
    if (state === 'left') return;
    const isTaken = state === 'taken';
    state = 'left';
    process.removeListener('exit', leave);
    beforeLeaving();
    if (isTaken) giveBack();
  };
  const giveBack = (): void => {
    setRawMode(stdin, false);
    if (!stdout.destroyed && stdout.writable && terminalState() !== 'gone') stdout.write(leaveSequence);
  };
  const take = (): void => {
    setRawMode(stdin, true);
    stdout.write(enterSequence);
  };
  process.on('exit', leave);
  // Before the first frame: a key pressed as soon as there is something to see must arrive as that key.
  take();
  return {
    leave,
    lend() {
      if (state !== 'taken') return;
      state = 'lent';
      stopReading(stdin);
      giveBack();
    },
    retake() {
      if (state === 'left') return;
      // A shell that stopped us from outside has set modes of its own, of which Node knows nothing.
      if (state === 'taken') setRawMode(stdin, false);
      else goOnReading(stdin);
      state = 'taken';
      take();
    },
  };
}

/** A terminal whose own screen is written to: keys come raw, and nothing else is taken. */
export function plainScreen(stdin: ReadStream): AlternateScreen {
  return {
    leave: () => {},
    lend() {
      stopReading(stdin);
      setRawMode(stdin, false);
    },
    retake() {
      goOnReading(stdin);
      setRawMode(stdin, true);
    },
  };
}
