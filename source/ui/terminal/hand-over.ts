import type { HandOver, TerminalProgram } from '../state/terminal-programs.ts';
import { ignoreInterrupts } from './leaving-signals.ts';
import type { Suspension } from './suspend.ts';

/** The same, for the end of the screen. */
export interface ClosableHandOver extends HandOver {
  /** Ends the program that has the terminal, if there is one; resolves once it is over, with whether there was one. */
  close(): Promise<boolean>;
}

/** Lends the terminal to programs of the learner's, one at a time. */
export function createHandOver(suspension: Pick<Suspension, 'hold' | 'release'>): ClosableHandOver {
  let running: Promise<number> | undefined;
  let program: TerminalProgram | undefined;
  let isClosed = false;

  async function hand(start: () => Promise<TerminalProgram>): Promise<number> {
    suspension.hold();
    // Until it has its own process group, and where the system has none, ctrl-c reaches us as well.
    const heedInterrupts = ignoreInterrupts();
    try {
      program = await start();
      if (isClosed) program.end();
      return await program.ended;
    } finally {
      program = undefined;
      running = undefined;
      heedInterrupts();
      suspension.release();
    }
  }

  return {
    get isBusy() {
      return running !== undefined;
    },
    async run(start) {
      if (isClosed || running !== undefined) return undefined;
      running = hand(start);
      return running;
    },
    async close() {
      isClosed = true;
      program?.end();
      const hasProgram = running !== undefined;
      // Whoever started it hears of its failure.
      await running?.catch(() => {});
      return hasProgram;
    },
  };
}
