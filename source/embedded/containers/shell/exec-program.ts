import type { ExecStreams } from '../container.ts';
import { type ContainerContext, findProgram } from './program.ts';
import { openTerminal } from './terminal.ts';

/**
 * One exec in a container: finds the program, wires the streams and an optional terminal, and resolves with the exit code; 127 in runc's
 * words if the image lacks the program. `ended` aborts when the container's main process ends.
 */
export async function execProgram(
  container: ContainerContext,
  env: Readonly<Record<string, string>>,
  argv: readonly string[],
  streams: ExecStreams,
  ended?: AbortSignal,
): Promise<number> {
  const name = argv[0] ?? '';
  const program = findProgram(container.programs, name);
  if (program === undefined) {
    refuseExec(
      streams,
      `unable to start container process: exec: "${name}": executable file not found in $PATH: unknown`,
    );
    return 127;
  }
  const terminal = streams.tty ? openTerminal(streams) : undefined;
  const { stdin, stdout, stderr, signal } = terminal ?? streams;
  const killed = ended === undefined ? signal : AbortSignal.any([ended, signal]);
  for (const stream of [stdout, stderr])
    if (stream.listenerCount('error') === 0) stream.on('error', () => undefined);
  try {
    return await program({ container, argv, env, stdin, stdout, stderr, terminated: killed, killed });
  } catch (error) {
    stderr.write(`${argv[0]}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await terminal?.flush();
  }
}

/** What runc prints for an exec that fails. */
export function refuseExec(streams: ExecStreams, why: string): void {
  streams.stderr.write(`OCI runtime exec failed: exec failed: ${why}\n`);
}
