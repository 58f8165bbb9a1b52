import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { createBuiltinKubectl } from './kubectl/builtin-kubectl.ts';
import type { Cluster, CommandRunner, RunOptions } from './model/cluster.ts';
import { runProcess } from './process-runner.ts';
import { splitShellWords } from './shell-words.ts';

/** A verb of the app itself, typed as `kafka-lab VERB …`; resolves with the exit code. */
export type AppVerb = (args: readonly string[], options: RunOptions) => Promise<number>;

export interface CommandRunnerOptions {
  readonly cluster: Pick<Cluster, 'kubeconfig' | 'context' | 'namespace' | 'name'>;
  readonly kubectl: 'builtin' | 'system';
  /** `reset`, `build` and the other verbs that a step may use. */
  readonly verbs: Readonly<Record<string, AppVerb>>;
  /** Where `reset_cluster.sh` and `build.sh` are if the learner's directory has none of its own. */
  readonly scriptsDirectory?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const scripts: readonly string[] = ['./reset_cluster.sh', './build.sh'];
const tools: readonly string[] = ['kind', 'docker'];

/** Runs command lines as a user would type them. External programs see only the session's own kubeconfig and cluster name. */
export function createCommandRunner(options: CommandRunnerOptions): CommandRunner {
  const { cluster, verbs } = options;
  const builtin = createBuiltinKubectl(cluster);
  const environment = sessionEnvironment(cluster, options.environment ?? process.env);

  async function dispatch(words: readonly string[], run: RunOptions): Promise<number> {
    const [program = '', ...args] = words;
    const process = { ...run, environment };
    if (program === 'kubectl') {
      if (options.kubectl === 'builtin') return (await builtin.run(args, run)).exitCode;
      return runProcess('kubectl', ['--context', cluster.context, ...args], process);
    }
    if (program === 'kafka-lab') {
      const [name = '', ...rest] = args;
      if (name === 'kubectl') return (await builtin.run(rest, run)).exitCode;
      const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
      if (verb === undefined) {
        throw new LabError('usage', `\`kafka-lab ${name}\` cannot run inside a session`, {
          hint: `these verbs can: ${[...Object.keys(verbs), 'kubectl'].join(', ')}`,
        });
      }
      return verb(rest, run);
    }
    if (scripts.includes(program))
      return runProcess('bash', [scriptPath(program, run, options), ...args], process);
    if (tools.includes(program)) return runProcess(program, args, process);
    throw new LabError('command', `\`${program}\` is not a command that the lab runs`, {
      hint: `it runs kubectl, kafka-lab, ${[...tools, ...scripts].join(', ')}`,
    });
  }

  return {
    async run(line, run) {
      const words = splitShellWords(line);
      if (words.length === 0) throw new LabError('command', 'the command line is empty');
      return { exitCode: await dispatch(words, run) };
    },
  };
}

/** The environment of an external program: this process's own, with the session's cluster instead of any other. */
export function sessionEnvironment(
  cluster: Pick<Cluster, 'kubeconfig' | 'name'>,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return {
    ...environment,
    KUBECONFIG: cluster.kubeconfig,
    KIND_CLUSTER_NAME: cluster.name,
    // kubectl caches discovery by host and port; another cluster may have had the same ones.
    KUBECACHEDIR: join(dirname(cluster.kubeconfig), 'kube-cache'),
  };
}

function scriptPath(program: string, run: RunOptions, options: CommandRunnerOptions): string {
  const own = resolve(run.directory, program);
  if (existsSync(own) || options.scriptsDirectory === undefined) return own;
  return join(options.scriptsDirectory, basename(program));
}
