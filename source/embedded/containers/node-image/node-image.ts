import { lstatSync } from 'node:fs';
import type { NetworkGateway } from '../../network/gateway.ts';
import { PathError } from '../../paths/path-error.ts';
import type { ContainerHost, ContainerSpec, Image, RunningContainer } from '../container.ts';
import { startBaseContainer } from '../process/base-container.ts';
import { execBaseProgram } from '../process/exec-programs.ts';
import { startProcessContainer } from '../process/process-container.ts';
import { imageDigest } from '../shell/image-digest.ts';
import { directoryBehind } from '../shell/mounts.ts';
import { absolutePath, readNodeCommand } from './node-command.ts';

/** Tags of the official Node repository: `22`, `22.11-alpine`, `lts-slim`, `current-bookworm`, `latest`. */
export const nodeTags =
  /^(?:latest|(?:lts|current|[a-z]+|\d+(?:\.\d+){0,2})(?:-(?:alpine(?:\d+\.\d+)?|slim|[a-z]+(?:-slim)?))?)$/;

export interface NodeImageOptions {
  /** The bundled pod-preload. */
  readonly preload: string;
  readonly gateway: NetworkGateway;
  /** The owner of these programs; see environment-mark. */
  readonly owner: string;
}

/** The stock Node image: runs a program from a volume on the Node that runs this cluster. */
export function nodeImage(reference: string, { preload, gateway, owner }: NodeImageOptions): Image {
  return {
    reference,
    digest: imageDigest('node', reference),
    start(spec, host) {
      const command = readNodeCommand(spec.command, spec.args, spec.mounts, spec.workingDir);
      if (command.kind === 'foreign') return startBaseContainer(spec, host);
      if (command.kind === 'absent')
        return endedAtOnce(
          spec,
          host,
          1,
          `Error: Cannot find module '${absolutePath(command.program, spec.workingDir)}'`,
        );
      if (command.kind === 'bad-option')
        return endedAtOnce(spec, host, 9, `node: bad option: ${command.option.slice(0, 200)}`);
      return startProcessContainer(
        {
          program: command.words,
          directory: startDirectory(spec),
          reads: [],
          preload,
          gateway,
          owner,
          exec: (argv, streams) => execBaseProgram(spec, host.network, argv, streams),
        },
        spec,
        host,
      );
    },
  };
}

/** The working directory on this machine, if it is a directory in a mount. */
function startDirectory({ mounts, workingDir }: ContainerSpec): string | undefined {
  if (workingDir === undefined) return undefined;
  try {
    const directory = directoryBehind({ mounts }, workingDir);
    const isThere = directory !== undefined && lstatSync(directory, { throwIfNoEntry: false })?.isDirectory();
    return isThere ? directory : undefined;
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}

/** Node's message for a program that it cannot run, and its exit code. */
function endedAtOnce(
  spec: ContainerSpec,
  host: ContainerHost,
  exitCode: number,
  says: string,
): RunningContainer {
  host.log('stderr', says);
  return {
    exited: Promise.resolve({ exitCode }),
    terminate: () => {},
    kill: () => {},
    exec: (argv, streams) => execBaseProgram(spec, host.network, argv, streams),
  };
}
