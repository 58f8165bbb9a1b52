import { exitCodes } from '../../errors/lab-error.ts';
import { exitCodeOfLoss, onOutputLost } from '../../terminal/lost-output.ts';
import type { QuitReason } from '../../ui/screen.tsx';
import { exitCodeOfSignal, onLeavingSignal } from '../../ui/terminal/leaving-signals.ts';

export interface Leaving {
  /** The screen has the terminal and handles signals. */
  hasScreen: boolean;
  code: number;
  /** Stops handling signals. */
  forget(): void;
}

/**
 * Before and after the screen, a signal restores the terminal and ends the process at once; what it started ends with
 * it. A closed terminal does not end the process: the screen shuts down in order.
 */
export function watchLeaving(): Leaving {
  const leaving: Leaving = {
    hasScreen: false,
    code: exitCodes.passed,
    forget() {
      forgetSignals();
      forgetLoss();
    },
  };
  const forgetSignals = onLeavingSignal((signal) => {
    // A closed terminal sends more than one SIGHUP.
    const isOnTheWay = signal === 'SIGHUP' && leaving.code === exitCodeOfSignal.SIGHUP;
    if (!leaving.hasScreen && !isOnTheWay) process.exit(exitCodeOfSignal[signal]);
  });
  const forgetLoss = onOutputLost(() => {});
  return leaving;
}

/** Leaving with a key, even ctrl-c, is success; after a signal the code is the one a shell reports. */
export function exitCodeOf(reason: QuitReason): number {
  if (reason === 'key' || reason === 'interrupt' || reason === 'go-on') return exitCodes.passed;
  return reason === 'hangup' ? exitCodeOfLoss.hangup : exitCodeOfSignal[reason];
}
