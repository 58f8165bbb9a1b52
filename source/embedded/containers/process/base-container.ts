import type { ContainerHost, ContainerSpec, RunningContainer } from '../container.ts';
import { rootUser } from '../shell/image-user.ts';
import { findProgram } from '../shell/program.ts';
import { startProgramContainer } from '../shell/program-container.ts';
import { basePrograms } from '../shell/programs/base-programs.ts';
import { programNotFound } from '../start-error.ts';

/**
 * A container of any image whose command is one of the programs that every image has (`sh`, `sleep` …). Throws `StartError` for any other
 * command.
 */
export function startBaseContainer(spec: ContainerSpec, host: ContainerHost): RunningContainer {
  const [name = ''] = [...spec.command, ...spec.args];
  const programs = basePrograms([]);
  if (findProgram(programs, name) === undefined) throw programNotFound(name);
  return startProgramContainer(
    { command: [], env: {}, user: rootUser, programs: () => programs },
    spec,
    host,
  );
}
