import { isExpectedFailure } from '../errors/expected-failure.ts';
import { LabError } from '../errors/lab-error.ts';
import { endMarked, markVariable, newMark, newOwner } from '../processes/environment-mark.ts';
import { starterEnvironment, withoutMark } from '../processes/machine-environment.ts';
import type { ToShim } from '../processes/shim-messages.ts';
import { LookReader, withoutTabs } from '../text/look-reader.ts';
import { looksOfLines } from '../text/looks.ts';
import { safeLines } from '../text/safe-text.ts';
import { readLines } from './api/line-reader.ts';
import { findTool } from './find-tool.ts';
import { installHint } from './install-hints.ts';
import { lifelineShim } from './lifeline-shim.ts';
import type { OutputSink } from './model/cluster.ts';

export interface ProcessOptions {
  readonly directory: string;
  /** The whole environment of the child. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly output: OutputSink;
  readonly signal: AbortSignal;
}

/** The exit code of a command that was cancelled, as a shell gives it for Ctrl-C. */
export const cancelledExitCode = 130;

const isWindows = process.platform === 'win32';
const maxLineBytes = 64 * 1024;
const graceMs = 3000;

/** The programs that this process runs; see environment-mark. */
const owner = newOwner();

/**
 * Runs a foreign program in a process group of its own; resolves with its exit code. Its output comes line by line. On abort, the
 * whole group is ended: SIGTERM, then SIGKILL. It runs under a shim that ends the group also when this process is killed. What the
 * program leaves in its group ends with it; what it leaves in another session only where it did not end by itself.
 * @throws LabError `machine-lacks`: the program is not on PATH
 */
export async function runProcess(
  file: string,
  args: readonly string[],
  { directory, environment, output, signal }: ProcessOptions,
): Promise<number> {
  signal.throwIfAborted();
  if (!isWindows && !file.includes('/') && (await findTool(file, environment)) === undefined)
    throw missingTool(file);
  const shim = lifelineShim();
  const [program, words] = shim === undefined ? [file, args] : [process.execPath, [shim, file, ...args]];
  const mark = newMark(owner);
  const given = definedOf({ ...withoutMark(environment), [markVariable]: mark });
  const { execa } = await import('execa');
  const child = execa(program, [...words], {
    cwd: directory,
    env: shim === undefined ? given : { ...starterEnvironment(), [markVariable]: mark },
    extendEnv: false,
    ipc: shim !== undefined,
    stdin: 'ignore',
    buffer: false,
    reject: false,
    detached: true,
  });
  const endGroup = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch (error) {
      // The group has ended, or its remaining processes belong to another user.
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ESRCH' && code !== 'EPERM') throw error;
    }
  };
  const start: ToShim = { kind: 'start', environment: given };
  if (shim !== undefined && child.connected) child.send(start, () => {});
  // A process that is left may hold the output open, and we would wait forever.
  let left: Promise<unknown> | undefined;
  child.once('exit', (_code, name) => {
    endGroup('SIGKILL');
    if (signal.aborted || name !== null) left = endMarked({ mark });
  });
  let hard: NodeJS.Timeout | undefined;
  const abort = (): void => {
    endGroup('SIGTERM');
    hard = setTimeout(() => endGroup('SIGKILL'), graceMs);
  };
  // The shim does that itself when we are gone, and finds what the program left elsewhere; a killed shim could not.
  const atExit = (): void => {
    if (shim === undefined) endGroup('SIGKILL');
  };
  signal.addEventListener('abort', abort, { once: true });
  process.once('exit', atExit);
  let failure: unknown;
  try {
    const pumps = (['stdout', 'stderr'] as const).map(async (name) => {
      const stream = child[name];
      const reader = new LookReader();
      try {
        for await (const line of readLines(stream, { maxBytes: maxLineBytes, whenLonger: 'cut' })) {
          const { text, looks } = reader.read(line, maxLineBytes);
          const laidOut = withoutTabs(text, looks, maxLineBytes);
          output(name, safeLines([laidOut.text]), looksOfLines([laidOut]));
        }
      } catch (error) {
        // If the pipe broke because the child ended, its exit code says why.
        if (isExpectedFailure(error)) return;
        failure = error;
        endGroup('SIGKILL');
      }
    });
    const result = await child;
    await Promise.all(pumps);
    if (failure !== undefined) throw failure;
    if (signal.aborted) return cancelledExitCode;
    if (result.exitCode !== undefined) return result.exitCode;
    if (result.code === 'ENOENT') throw missingTool(file);
    if (result.signal !== undefined) return 128 + (signalNumbers[result.signal] ?? 0);
    throw new LabError('command', `\`${file}\` could not be run (${result.shortMessage ?? 'unknown'})`, {
      cause: result.cause,
    });
  } finally {
    signal.removeEventListener('abort', abort);
    process.off('exit', atExit);
    clearTimeout(hard);
    await left;
  }
}

function definedOf(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

const signalNumbers: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15,
};

export function missingTool(name: string): LabError {
  return new LabError('machine-lacks', `\`${name}\` is not on PATH`, {
    hint: `${installHint(name)}${name === 'kubectl' ? ', or leave out `--kubectl system`' : ''}`,
  });
}
