import { type TerminalState, terminalState } from '../../terminal/terminal-state.ts';
import type { AlternateScreen } from './alternate-screen.ts';

export interface Suspension {
  /** Stops the process, as ctrl-z does where the terminal itself sees the key. False if the system cannot. */
  suspend(): boolean;
  /** Lends the terminal to a program of ours until `release`; draws nothing and takes nothing back meanwhile. */
  hold(): void;
  /** Takes it back as soon as it is ours. */
  release(): void;
  close(): void;
}

export interface SuspensionParts {
  readonly screen: Pick<AlternateScreen, 'lend' | 'retake'>;
  /** Draws nothing until `goOnDrawing`. */
  readonly stopDrawing: () => void;
  /** Draws again, starting with a full redraw. */
  readonly goOnDrawing: () => void;
  /** The terminal closed while the shell had it. */
  readonly hangup: () => void;
}

/** How often a process in the background checks whether it has the terminal again; ms. */
const lookEveryMs = process.platform === 'linux' ? 100 : 1_000;

/**
 * Lends the terminal to the shell while the process is stopped, and takes it back when the shell returns it: after `fg`, and after a
 * stop from outside. All processes of the job stop, as the shell expects. A process that continues while the
 * terminal belongs to the shell (`bg`, `kill %1`) does not touch the terminal: that would stop it again (SIGTTOU).
 */
export function allowSuspending(
  parts: SuspensionParts,
  state: () => TerminalState = terminalState,
): Suspension {
  const { screen, stopDrawing, goOnDrawing, hangup } = parts;
  let looks: NodeJS.Timeout | undefined;
  let isClosed = false;
  let isHeld = false;

  const lend = (): void => {
    stopDrawing();
    screen.lend();
    // Also if nothing stops us: the system ignores SIGTSTP for a process without a shell (an orphaned group).
    looks ??= setInterval(look, lookEveryMs);
  };
  const look = (): void => {
    if (isClosed) return;
    const now = state();
    if (isHeld && now !== 'gone') return;
    if (now === 'shells') {
      lend();
      return;
    }
    clearInterval(looks);
    looks = undefined;
    if (now === 'gone') {
      hangup();
      return;
    }
    process.removeListener('SIGTSTP', stoppedFromOutside);
    process.on('SIGTSTP', stoppedFromOutside);
    screen.retake();
    goOnDrawing();
  };
  const stop = (pid: number): void => {
    lend();
    process.removeListener('SIGTSTP', stoppedFromOutside);
    process.kill(pid, 'SIGTSTP');
  };
  const stoppedFromOutside = (): void => stop(process.pid);

  const hasJobs = process.platform !== 'win32';
  if (hasJobs) {
    process.on('SIGCONT', look);
    process.on('SIGTSTP', stoppedFromOutside);
  }
  return {
    suspend() {
      if (hasJobs) stop(0);
      return hasJobs;
    },
    hold() {
      isHeld = true;
      lend();
    },
    release() {
      isHeld = false;
      look();
    },
    close() {
      isClosed = true;
      clearInterval(looks);
      process.removeListener('SIGCONT', look);
      process.removeListener('SIGTSTP', stoppedFromOutside);
    },
  };
}
