import type { NetworkGateway } from '../../network/gateway.ts';
import type { ContainerHost, ContainerSpec, Image, RunningContainer } from '../container.ts';
import { startBaseContainer } from '../process/base-container.ts';
import { execBaseProgram } from '../process/exec-programs.ts';
import { startProcessContainer } from '../process/process-container.ts';
import { imageDigest } from '../shell/image-digest.ts';
import { readNodeCommand } from './node-command.ts';

/** Tags of the official Node repository: `22`, `22.11-alpine`, `lts-slim`, `current-bookworm`, `latest`. */
export const nodeTags =
  /^(?:latest|(?:lts|current|[a-z]+|\d+(?:\.\d+){0,2})(?:-(?:alpine(?:\d+\.\d+)?|slim|[a-z]+(?:-slim)?))?)$/;

export interface NodeImageOptions {
  /** The bundled pod-preload. */
  readonly preload: string;
  readonly gateway: NetworkGateway;
}

/** The stock Node image: it runs a program that a volume brings along, on the Node that runs this cluster. */
export function nodeImage(reference: string, { preload, gateway }: NodeImageOptions): Image {
  return {
    reference,
    digest: imageDigest('node', reference),
    start(spec, host) {
      const command = readNodeCommand(spec.command, spec.args, spec.mounts);
      if (command.kind === 'foreign') return startBaseContainer(spec, host);
      if (command.kind === 'absent') return endedAtOnce(spec, host, command.program);
      return startProcessContainer(
        {
          program: command.words,
          preload,
          gateway,
          exec: (argv, streams) => execBaseProgram(spec, host.network, argv, streams),
        },
        spec,
        host,
      );
    },
  };
}

/** What node says of a program that is not there, and its exit code. */
function endedAtOnce(spec: ContainerSpec, host: ContainerHost, program: string): RunningContainer {
  host.log('stderr', `Error: Cannot find module '${program.startsWith('/') ? program : `/${program}`}'`);
  return {
    exited: Promise.resolve({ exitCode: 1 }),
    terminate: () => {},
    kill: () => {},
    exec: (argv, streams) => execBaseProgram(spec, host.network, argv, streams),
  };
}
