import type { PodNetwork } from '../../network/pod-network.ts';
import type { ContainerSpec, ExecStreams } from '../container.ts';
import { basePrograms } from '../shell/base-programs.ts';
import { ContainerFiles } from '../shell/container-files.ts';
import { findProgram } from '../shell/program.ts';

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
  return program({
    container: { pod: spec.pod, network, files, programs },
    argv,
    env: { HOSTNAME: spec.pod.hostname, ...spec.env },
    stdin: streams.stdin,
    stdout: streams.stdout,
    stderr: streams.stderr,
    terminated: streams.signal,
    killed: streams.signal,
  });
}
