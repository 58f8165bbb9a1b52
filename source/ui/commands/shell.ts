import { describeError } from '../../errors/lab-error.ts';
import type { KeyContext } from './key-context.ts';

/** A shell that ends this soon, and fails, is none that anybody can type in; ms. */
const tooSoonMs = 1_000;

/** Hands the terminal to the learner's shell. The session goes on, and verifies the finished steps when the screen is back. */
export function openShell({ ui, session, programs, handOver, now }: KeyContext): void {
  if (programs === undefined) {
    ui.set({ message: 'A replay has no cluster to type commands for.' });
    return;
  }
  if (handOver.isBusy) return;
  const began = now();
  session.actions.shellOpened();
  handOver.run(programs.shell).then(
    (code) => {
      session.actions.shellClosed();
      if (code !== undefined && code !== 0 && now() - began < tooSoonMs)
        ui.set({ message: `The shell ended at once with exit code ${code}; SHELL names another one.` });
    },
    (error: unknown) => {
      session.actions.shellClosed();
      ui.set({ message: describeError(error) });
    },
  );
}
