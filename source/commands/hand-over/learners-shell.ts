import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { sessionEnvironment } from '../../cluster/command-runner.ts';
import { findTool } from '../../cluster/find-tool.ts';
import type { Cluster } from '../../cluster/model/cluster.ts';
import { safe } from '../../text/safe-text.ts';
import type { TerminalProgram } from '../../ui/state/terminal-programs.ts';
import type { Options } from '../command-line/options.ts';
import { distDirectory } from '../locations/package-root.ts';
import { print } from '../output/streams.ts';
import { runInTerminal } from './run-in-terminal.ts';
import { makeToolDirectory, type Tool } from './tool-directory.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface ShellOptions {
  readonly cluster: Cluster;
  readonly options: Pick<Options, 'home' | 'kubectl' | 'name' | 'namespace'>;
  /** The session's directory. */
  readonly directory: string;
  /** The working directory of the session's commands. */
  readonly work: string;
  readonly environment?: Environment;
}

/** Starts the learner's shell in the session's working directory, where the cluster can be reached with the usual tools. */
export async function startLearnersShell(options: ShellOptions): Promise<TerminalProgram> {
  const { work, cluster, environment = process.env } = options;
  const shell = shellOf(environment);
  const tools = makeToolDirectory(join(options.directory, 'bin'), await toolsFor(options));
  const hint = isUp(cluster) ? '' : ' The cluster is not running yet: step 1.1 starts it.';
  print(safe`kafka-lab: this is your shell, in ${work}.${hint}\nType exit to go back to the lab.\n`);
  return runInTerminal([shell], {
    directory: work,
    environment: shellEnvironment(options, tools, environment),
  });
}

const isUp = ({ state }: Cluster): boolean => state === 'ready' || state === 'silent';

/** $SHELL where it can be run, else sh; on Windows, ComSpec. */
export function shellOf(environment: Environment, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return environment.ComSpec ?? 'cmd.exe';
  const { SHELL: shell } = environment;
  return shell !== undefined && isAbsolute(shell) && isExecutable(shell) ? shell : '/bin/sh';
}

/** The learner's own environment, with this cluster instead of any other, and the tools first on PATH. */
export function shellEnvironment(
  { cluster, options }: Pick<ShellOptions, 'cluster' | 'options'>,
  tools: string,
  environment: Environment,
): Record<string, string | undefined> {
  const { addresses } = cluster;
  // On Windows it may be `Path`.
  const path = Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return {
    ...sessionEnvironment(cluster, environment),
    ...(addresses === undefined
      ? {}
      : { KAFKA_BOOTSTRAP: addresses.bootstrap, ZOOKEEPER: addresses.zookeeper }),
    KAFKA_LAB_HOME: options.home,
    [path]: [tools, environment[path]].filter(Boolean).join(delimiter),
  };
}

/** `kafka-lab`, and the built-in `kubectl` unless the lab runs the system's. */
async function toolsFor({
  cluster,
  options,
  environment = process.env,
}: ShellOptions): Promise<readonly Tool[]> {
  const file = process.platform === 'win32' ? 'kubectl.exe' : 'kubectl';
  const hasOwn = options.kubectl === 'system' && (await findTool(file, environment)) !== undefined;
  const builtin = builtinKubectl({ cluster, options });
  return [['kafka-lab', app()], ...(hasOwn ? [] : [['kubectl', builtin] as const])];
}

const app = (): string[] => [process.execPath, join(distDirectory(), 'kafka-lab.cjs')];

/** The words that start the built-in kubectl on the session's cluster. */
export function builtinKubectl({
  cluster,
  options: { home, name, namespace },
}: Pick<ShellOptions, 'cluster' | 'options'>): string[] {
  const where =
    cluster.kind === 'context'
      ? ['--context', cluster.context, ...(namespace === undefined ? [] : ['--namespace', namespace])]
      : ['--name', name];
  return [...app(), 'kubectl', '--cluster', cluster.kind, ...where, '--home', home, '--'];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    // Missing, or not executable by us.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return false;
  }
}
