import { exitCodes } from '../../errors/lab-error.ts';
import { exitCodeOfLoss, onOutputLost } from '../../terminal/lost-output.ts';
import type { QuitReason } from '../../ui/screen.tsx';
import { exitCodeOfSignal, onLeavingSignal } from '../../ui/terminal/leaving-signals.ts';

export interface Leaving {
  /** The screen has the terminal, and takes the signals. */
  hasScreen: boolean;
  code: number;
  /** Takes the signals no longer. */
  forget(): void;
}

/**
 * Before the screen is there, and after it, a signal ends the process at once, with the terminal given back; what it started ends with
 * it. The loss of the terminal ends nothing by itself: the screen leaves in order.
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

/** A key ends the screen well, ctrl-c too; a signal ends it as a shell reports a signal. */
export function exitCodeOf(reason: QuitReason): number {
  if (reason === 'key' || reason === 'interrupt') return exitCodes.passed;
  return reason === 'hangup' ? exitCodeOfLoss.hangup : exitCodeOfSignal[reason];
}
