import type { PodNetwork } from '../../network/pod-network.ts';
import type { ContainerSpec, ExecStreams } from '../container.ts';
import { ContainerFiles } from '../shell/container-files.ts';
import { execProgram } from '../shell/exec-program.ts';
import { basePrograms } from '../shell/programs/base-programs.ts';

/** Runs one of the programs that every image has (sh, env, hostname, cat …) beside a container's own process. */
export function execBaseProgram(
  spec: ContainerSpec,
  network: PodNetwork,
  argv: readonly string[],
  streams: ExecStreams,
): Promise<number> {
  const files = new ContainerFiles(spec.mounts);
  files.write('/etc/hostname', `${spec.pod.hostname}\n`);
  const container = { pod: spec.pod, network, files, programs: basePrograms([]) };
  return execProgram(container, { HOSTNAME: spec.pod.hostname, ...spec.env }, argv, streams);
}
