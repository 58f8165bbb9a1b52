import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import type { Cluster, OutputSink } from '../cluster.ts';
import { ClusterStates } from '../cluster-states.ts';
import { sessionEnvironment } from '../command-runner.ts';
import { runProcess } from '../process-runner.ts';
import { requireTools } from '../tools.ts';
import { OwnedClusters } from './ownership.ts';

export interface KindClusterOptions {
  /** `kafka-lab` unless told otherwise. */
  readonly name?: string;
  /** The app's home directory: the kubeconfig and the record of clusters that are ours. */
  readonly home: string;
  /** Where reset_cluster.sh and build.sh are, and the manifests they use. */
  readonly scriptsDirectory: string;
  readonly namespace?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const validName = /^[a-z0-9][a-z0-9.-]{0,48}$/;

/** A kind cluster: the scripts make it and load images into it, under a name and with a kubeconfig of the session's own. */
export function createKindCluster(options: KindClusterOptions): Cluster {
  const name = options.name ?? 'kafka-lab';
  if (!validName.test(name)) {
    throw new LabError('usage', `\`${name}\` cannot be a kind cluster's name`, {
      hint: 'use lower-case letters, digits, `.` and `-`',
    });
  }
  const kubeconfig = join(options.home, `kind-${name}.kubeconfig`);
  const environment = sessionEnvironment({ kubeconfig, name }, options.environment ?? process.env);
  const states = new ClusterStates();
  const owned = new OwnedClusters(join(options.home, 'kind-clusters.json'));

  const run = (
    file: string,
    args: readonly string[],
    output: OutputSink,
    signal: AbortSignal,
  ): Promise<number> =>
    runProcess(file, args, { directory: options.scriptsDirectory, environment, output, signal });

  async function runOrThrow(file: string, args: readonly string[], output: OutputSink, signal: AbortSignal) {
    const exitCode = await run(file, args, output, signal);
    signal.throwIfAborted();
    if (exitCode !== 0) {
      throw new LabError('cluster', `\`${[file, ...args].join(' ')}\` ended with exit code ${exitCode}`, {
        hint: 'its output says why',
      });
    }
  }

  async function exists(signal: AbortSignal): Promise<boolean> {
    let stdout = '';
    let stderr = '';
    const exitCode = await run(
      'kind',
      ['get', 'clusters'],
      (stream, text) => {
        if (stream === 'stdout') stdout = (stdout + text).slice(-65_536);
        else stderr = (stderr + text).slice(-65_536);
      },
      signal,
    );
    signal.throwIfAborted();
    if (exitCode !== 0) {
      throw new LabError(
        'machine-lacks',
        `\`kind get clusters\` failed (${stderr.trim().split('\n').at(-1)})`,
        {
          hint: 'see that docker runs: `docker info`',
        },
      );
    }
    return stdout.split('\n').some((line) => line.trim() === name);
  }

  async function refuseOthers(signal: AbortSignal): Promise<boolean> {
    const there = await exists(signal);
    if (there && !(await owned.has(name))) {
      throw new LabError('busy', `there is a kind cluster \`${name}\` that kafka-lab did not make`, {
        hint: 'choose another name with `--name`, or delete that one yourself',
      });
    }
    return there;
  }

  async function prepareHome(): Promise<void> {
    await mkdir(options.home, { recursive: true, mode: 0o700 });
  }

  return {
    kind: 'kind',
    name,
    kubeconfig,
    context: `kind-${name}`,
    namespace: options.namespace ?? 'default',
    get state() {
      return states.state;
    },
    onState: (listener) => states.listen(listener),
    async attach(signal) {
      await requireTools(['docker', 'kind'], environment);
      if (!(await refuseOthers(signal))) return false;
      await prepareHome();
      await runOrThrow('kind', ['export', 'kubeconfig', '--name', name], () => {}, signal);
      await chmod(kubeconfig, 0o600).catch(() => {});
      states.set('ready');
      return true;
    },
    async reset(output, signal) {
      await requireTools(['docker', 'kind'], environment);
      await refuseOthers(signal);
      await prepareHome();
      await writeFile(kubeconfig, '', { flag: 'a', mode: 0o600 });
      states.set('starting');
      try {
        // Before the script runs: what it leaves half made is ours too.
        await owned.add(name);
        await runOrThrow('bash', [join(options.scriptsDirectory, 'reset_cluster.sh')], output, signal);
        states.set('ready');
      } catch (error) {
        states.set('down');
        throw error;
      }
    },
    async build(output, signal) {
      await requireTools(['docker', 'kind'], environment);
      await runOrThrow('bash', [join(options.scriptsDirectory, 'build.sh')], output, signal);
    },
    async down(output) {
      const signal = AbortSignal.timeout(120_000);
      await requireTools(['docker', 'kind'], environment);
      if (!(await refuseOthers(signal))) {
        await owned.remove(name);
        states.set('gone');
        return;
      }
      await runOrThrow('kind', ['delete', 'cluster', '--name', name], output, signal);
      await owned.remove(name);
      states.set('gone');
    },
    async close() {
      // A kind cluster outlives the session; nothing of it is held open.
    },
  };
}
