import { LabError } from '../errors/lab-error.ts';
import { safe } from '../text/safe-text.ts';
import { sanitizeLine } from '../text/sanitize.ts';
import { readLines } from './api/line-reader.ts';
import type { OutputSink } from './cluster.ts';
import { findTool } from './find-tool.ts';
import { installHint } from './install-hints.ts';
import { lifelineShim } from './lifeline-shim.ts';

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

/**
 * Runs a foreign program in a process group of its own; resolves with its exit code. Its output comes line by line. On abort, the
 * whole group is ended: SIGTERM, then SIGKILL. It runs under a shim that ends the group also when this process is killed.
 * @throws LabError `machine-lacks`: there is no such program on PATH
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
  const { execa } = await import('execa');
  const child = execa(program, [...words], {
    cwd: directory,
    env: environment,
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
    } catch {
      // The group is gone.
    }
  };
  let hard: NodeJS.Timeout | undefined;
  const abort = (): void => {
    endGroup('SIGTERM');
    hard = setTimeout(() => endGroup('SIGKILL'), graceMs);
  };
  const atExit = (): void => endGroup('SIGKILL');
  signal.addEventListener('abort', abort, { once: true });
  process.once('exit', atExit);
  try {
    const pumps = (['stdout', 'stderr'] as const).map(async (name) => {
      const stream = child[name];
      try {
        for await (const line of readLines(stream, { maxBytes: maxLineBytes, whenLonger: 'cut' })) {
          output(name, safe`${sanitizeLine(line, maxLineBytes)}\n`);
        }
      } catch {
        // The pipe broke off with the child; its exit says why.
      }
    });
    const result = await child;
    await Promise.all(pumps);
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
    // What the child left behind in its group goes with it.
    if (signal.aborted) endGroup('SIGKILL');
  }
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
