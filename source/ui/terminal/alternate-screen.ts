import type { ReadStream, WriteStream } from 'node:tty';
import { goOnReading, setRawMode, stopReading } from '../../terminal/raw-mode.ts';
import { terminalState } from '../../terminal/terminal-state.ts';
import { startCrashGuard } from './crash-guard.ts';

// The alternate screen, no cursor, bracketed paste; and back.
const enterSequence = '\u001b[?1049h\u001b[?25l\u001b[?2004h';
const leaveSequence = '\u001b[?2026l\u001b[0m\u001b[?2004l\u001b[?25h\u001b[?1049l';

export interface AlternateScreen {
  /** Restores the terminal for good. */
  leave(): void;
  /** Restores it until `retake`, and reads no keys meanwhile. */
  lend(): void;
  /** Takes it again after that. */
  retake(): void;
}

/**
 * Enters the alternate screen. `leave` restores the terminal once, synchronously, so that it
 * also works in the `exit` event, which ends a throw and `process.exit`. `beforeLeaving` stops drawing.
 * While the shell has the terminal, `leave` does not touch it.
 * A process that cannot leave, since it was killed or crashed, is left by its crash guard.
 */
export function enterAlternateScreen(
  stdin: ReadStream,
  stdout: WriteStream,
  beforeLeaving: () => void,
): AlternateScreen {
  let state: 'taken' | 'lent' | 'left' = 'taken';
  const guard = startCrashGuard(stdout, leaveSequence);
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
    guard.say('off');
  };
  const take = (): void => {
    setRawMode(stdin, true);
    stdout.write(enterSequence);
    guard.say('on');
  };
  process.on('exit', leave);
  // Before the first frame: a key pressed as soon as the screen appears must arrive as that key.
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
      // A shell that stopped us has set modes of its own, which Node does not know.
      if (state === 'taken') setRawMode(stdin, false);
      else goOnReading(stdin);
      state = 'taken';
      take();
    },
  };
}

/** A terminal without the alternate screen: only raw mode is set. */
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
