import { goQuote } from '../../../text/go-quote.ts';
import type { ExecStreams } from '../container.ts';
import { processesOf } from './processes.ts';
import type { ContainerContext } from './program.ts';
import { LaunchError, locate } from './run-child.ts';
import { openTerminal } from './terminal.ts';

/**
 * One exec in a container: finds the program, wires the streams and an optional terminal, and resolves with the exit code; 127 in runc's
 * words if the image lacks the program. `ended` aborts when the container's main process ends; `cwd` is the working directory.
 */
export async function execProgram(
  container: ContainerContext,
  env: Readonly<Record<string, string>>,
  argv: readonly string[],
  streams: ExecStreams,
  about: { readonly ended?: AbortSignal; readonly cwd?: string } = {},
): Promise<number> {
  const name = argv[0] ?? '';
  const { ended, cwd = '/' } = about;
  const located = locatedOr(container, env, name, streams);
  if (typeof located === 'number') return located;
  const terminal = streams.tty ? openTerminal(streams) : undefined;
  const { stdin, stdout, stderr, signal } = terminal ?? streams;
  const words = located.interpreter.length > 0 ? [...located.interpreter, ...argv.slice(1)] : argv;
  const variables = streams.tty ? { TERM: 'xterm', ...env } : env;
  const table = processesOf(container);
  const process = table.start(0, {
    argv: words,
    env: variables,
    cwd,
    terminal: streams.tty ? 'pts/0' : undefined,
  });
  if (process === undefined) {
    refuseExec(streams, 'unable to start container process: fork: resource temporarily unavailable: unknown');
    return 126;
  }
  const killed = AbortSignal.any([signal, process.killed, ...(ended === undefined ? [] : [ended])]);
  const terminated = AbortSignal.any([killed, process.terminated]);
  for (const stream of [stdout, stderr])
    if (stream.listenerCount('error') === 0) stream.on('error', () => undefined);
  try {
    const context = {
      container,
      argv: words,
      env: variables,
      stdin,
      stdout,
      stderr,
      terminated,
      killed,
      cwd,
      process,
    };
    const code = await located.program(context);
    return process.endedBy === undefined ? code : 128 + process.endedBy;
  } catch (error) {
    stderr.write(`${argv[0]}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    table.end(process);
    await terminal?.flush();
  }
}

/** The program, or the exit code of an exec that was refused. */
function locatedOr(
  container: ContainerContext,
  env: Readonly<Record<string, string>>,
  name: string,
  streams: ExecStreams,
) {
  try {
    return locate({ container, env }, name);
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    const reason =
      error.message === 'command not found'
        ? 'executable file not found in $PATH'
        : `stat ${name}: ${error.message.toLowerCase()}`;
    refuseExec(streams, `unable to start container process: exec: ${goQuote(name)}: ${reason}: unknown`);
    return error.status;
  }
}

/** What runc prints for an exec that fails. */
export function refuseExec(streams: ExecStreams, why: string): void {
  streams.stderr.write(`OCI runtime exec failed: exec failed: ${why}\n`);
}
