import type { PodNetwork } from '../../network/pod-network.ts';
import type { ContainerSpec, ExecStreams } from '../container.ts';
import { basePrograms } from '../shell/base-programs.ts';
import { ContainerFiles } from '../shell/container-files.ts';
import { findProgram } from '../shell/program.ts';
import { openTerminal } from '../shell/terminal.ts';

/** Runs one of the programs that every image has (sh, env, hostname, cat …) beside a container's own process. */
export async function execBaseProgram(
  spec: ContainerSpec,
  network: PodNetwork,
  argv: readonly string[],
  streams: ExecStreams,
): Promise<number> {
  const files = new ContainerFiles();
  files.write('/etc/hostname', `${spec.pod.hostname}\n`);
  const programs = basePrograms([]);
  const program = findProgram(programs, argv[0] ?? '');
  if (!program) {
    streams.stderr.write(
      `OCI runtime exec failed: exec failed: unable to start container process: exec: "${argv[0] ?? ''}": executable file not found in $PATH: unknown\n`,
    );
    return 127;
  }
  const terminal = streams.tty ? openTerminal(streams) : undefined;
  const { stdin, stdout, stderr, signal } = terminal ?? streams;
  for (const stream of [stdout, stderr])
    if (stream.listenerCount('error') === 0) stream.on('error', () => undefined);
  try {
    return await program({
      container: { pod: spec.pod, network, files, programs },
      argv,
      env: { HOSTNAME: spec.pod.hostname, ...spec.env },
      stdin,
      stdout,
      stderr,
      terminated: signal,
      killed: signal,
    });
  } catch (error) {
    stderr.write(`${argv[0]}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await terminal?.flush();
  }
}
