import type { AlternateScreen } from './alternate-screen.ts';

export interface Suspension {
  /** Stops the process, as ctrl-z does where the terminal itself sees the key. False where the system has no such thing. */
  suspend(): boolean;
  close(): void;
}

/**
 * Lends the terminal to the shell while the process is stopped, and takes it again when it goes on: after `fg`, and after a
 * stop that came from outside. All processes of the job stop, as the shell expects of a job.
 */
export function allowSuspending(
  screen: Pick<AlternateScreen, 'lend' | 'retake'>,
  repaint: () => void,
): Suspension {
  const goOn = (): void => {
    screen.retake();
    repaint();
  };
  process.on('SIGCONT', goOn);
  return {
    suspend() {
      if (process.platform === 'win32') return false;
      screen.lend();
      process.kill(0, 'SIGTSTP');
      return true;
    },
    close: () => process.removeListener('SIGCONT', goOn),
  };
}
