import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { endMarked, markVariable, newMark, newOwner } from '../../processes/environment-mark.ts';
import { starterEnvironment, withoutMark } from '../../processes/machine-environment.ts';
import { procStat } from '../../processes/proc-stat.ts';
import { thisSystem } from '../../processes/system.ts';
import type { ToTerminalShim } from '../../processes/terminal-shim-messages.ts';
import type { TerminalProgram } from '../../ui/state/terminal-programs.ts';
import { distDirectory } from '../locations/package-root.ts';

export interface RunInTerminalOptions {
  readonly directory: string;
  /** The whole environment of the program. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The programs that this process runs; see environment-mark. */
const owner = newOwner();

/**
 * Runs a program of the learner's that has this process's terminal until it ends; nothing else may use the terminal meanwhile. It runs
 * under `terminal-shim.ts`, which gives it the terminal, takes it back, and ends it when this process goes away.
 */
export function runInTerminal(
  words: readonly string[],
  { directory, environment }: RunInTerminalOptions,
): TerminalProgram {
  const mark = newMark(owner);
  const child = spawn(process.execPath, [join(distDirectory(), 'terminal-shim.cjs'), ...words], {
    cwd: directory,
    env: { ...starterEnvironment(), [markVariable]: mark },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  const tell = (message: ToTerminalShim): void => {
    // It ends on its own where the channel is broken.
    if (child.connected) child.send(message, () => {});
  };
  tell({ kind: 'start', screen: process.pid, environment: definedOf(withoutMark(environment)) });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        new LabError('command', `\`${words[0]}\` could not be started: ${describeError(cause)}`, { cause }),
      ),
    );
    child.once('exit', (code, signal) => {
      if (signal === null) resolve(code ?? 0);
      // The shim was killed: what it would have ended is ended here.
      else void endTheRest(mark).then(() => resolve(128), reject);
    });
  });
  return { ended, end: () => tell({ kind: 'end' }) };
}

async function endTheRest(mark: string): Promise<void> {
  const session = procStat(process.pid, thisSystem)?.session;
  if (session !== undefined) await endMarked({ mark, session });
}

function definedOf(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
