import type { PodNetwork } from '../../network/pod-network.ts';
import type { ContainerSpec, ExecStreams } from '../container.ts';
import { ContainerFiles } from '../shell/container-files.ts';
import { execProgram } from '../shell/exec-program.ts';
import { putBaseFiles } from '../shell/image-files.ts';
import { rootUser } from '../shell/image-user.ts';
import { ProcessTable, setProcesses } from '../shell/processes.ts';
import { searchPath } from '../shell/program.ts';
import { basePrograms } from '../shell/programs/base-programs.ts';

/** Runs one of the programs that every image has (sh, env, hostname, cat …) beside a container's own process. */
export function execBaseProgram(
  spec: ContainerSpec,
  network: PodNetwork,
  argv: readonly string[],
  streams: ExecStreams,
): Promise<number> {
  const { pod } = spec;
  const programs = basePrograms([]);
  const processes = new ProcessTable();
  const files: ContainerFiles = new ContainerFiles(spec.mounts, {
    user: rootUser,
    ...(spec.layer === undefined ? {} : { layer: spec.layer }),
    ...(spec.readOnly === undefined ? {} : { readOnly: spec.readOnly }),
    fill: () => putBaseFiles(files, { pod, user: rootUser, programs, processes }),
  });
  // The container's own process is one of this machine, which no program of a pod sees.
  processes.start(0, { argv: [...spec.command, ...spec.args], env: spec.env, cwd: '/' });
  const container = { pod, network, files, programs, user: rootUser };
  setProcesses(container, processes);
  const env = { PATH: searchPath.join(':'), HOME: rootUser.home, HOSTNAME: pod.hostname, ...spec.env };
  return execProgram(container, env, argv, streams, { cwd: spec.workingDir ?? '/' });
}
