import { Readable } from 'node:stream';
import { ContainerFiles } from '../../../../source/embedded/containers/shell/container-files.ts';
import { appuser } from '../../../../source/embedded/containers/shell/image-user.ts';
import type { Program, ProgramContext } from '../../../../source/embedded/containers/shell/program.ts';
import { findProgram } from '../../../../source/embedded/containers/shell/program.ts';
import { basePrograms } from '../../../../source/embedded/containers/shell/programs/base-programs.ts';
import { Collector } from '../../../../source/embedded/containers/shell/streams.ts';
import { InProcessNetwork } from '../../../../source/embedded/network/in-process-network.ts';

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Readable;
  readonly hostname?: string;
  readonly programs?: Iterable<readonly [string, Program]>;
  readonly files?: Readonly<Record<string, string>>;
  readonly network?: InProcessNetwork;
  readonly killed?: AbortSignal;
  readonly terminated?: AbortSignal;
  /** Used instead of its own files. */
  readonly containerFiles?: ContainerFiles;
}

/** Runs one program as a container would, and returns its exit code and output. */
export async function runProgram(argv: readonly string[], options: RunOptions = {}) {
  const hostname = options.hostname ?? 'kafka-2';
  const files = options.containerFiles ?? new ContainerFiles({}, { user: appuser });
  files.put('/tmp', { directory: true, mode: 0o1777 });
  for (const [path, text] of Object.entries(options.files ?? {})) files.put(path, { text });
  const [stdout, stderr] = [new Collector(), new Collector()];
  const { stdin } = options;
  const context: ProgramContext = {
    container: {
      pod: { name: hostname, namespace: 'default', uid: 'u', ip: '10.244.1.9', hostname, nodeName: 'n' },
      network: options.network ?? new InProcessNetwork(),
      files,
      programs: basePrograms(options.programs ?? []),
    },
    argv,
    env: { HOME: '/home/appuser', ...options.env },
    stdin:
      stdin === undefined
        ? undefined
        : typeof stdin === 'string'
          ? Readable.from([Buffer.from(stdin)])
          : stdin,
    stdout,
    stderr,
    terminated: options.terminated ?? new AbortController().signal,
    killed: options.killed ?? new AbortController().signal,
  };
  const code = await findProgram(context.container.programs, argv[0]!)!(context);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

export const sh = (script: string, options: RunOptions = {}) => runProgram(['sh', '-c', script], options);
