import { kubectlHelp, runKubectl } from '../cluster/kubectl/run-kubectl.ts';
import type { Cluster } from '../cluster/model/cluster.ts';
import { exitCodes, LabError } from '../errors/lab-error.ts';
import { chooseCluster } from './clusters/choose-cluster.ts';
import { refuseStopped, watchForStop } from './clusters/stopped-cluster.ts';
import type { Options } from './command-line/options.ts';
import { readLabFiles } from './lab-files/read-lab-files.ts';
import { requireHome } from './locations/require-home.ts';
import { dataToStreams, print, toTerminal } from './output/streams.ts';
import { exitCodeOf, onEndingSignal } from './process/ending-signal.ts';
import { userTerminal } from './process/user-terminal.ts';

/**
 * `kafka-lab kubectl [--cluster KIND …] WORDS`: the built-in kubectl, with the session's own kubeconfig and in the lab's namespace.
 * @throws LabError `cluster`: there is no lab on that cluster, or its process was stopped
 */
export async function kubectl(options: Options): Promise<number> {
  const help = kubectlHelp(options.positionals);
  if (help !== undefined) {
    print(help);
    return exitCodes.passed;
  }
  requireHome(options.home, 'read');
  const cluster = await chooseCluster(options, readLabFiles(options), true);
  const stop = new AbortController();
  let ended: number | undefined;
  let watch: ReturnType<typeof watchForStop> | undefined;
  const undo = onEndingSignal((signal) => {
    ended = exitCodeOf[signal];
    stop.abort();
  });
  try {
    await refuseStopped(cluster, options, stop.signal);
    if (!(await cluster.attach(stop.signal))) throw notThere(cluster, options);
    watch = watchForStop(cluster, options, stop);
    const code = await runKubectl(options.positionals, {
      kubeconfig: cluster.kubeconfig,
      context: cluster.context,
      namespace: cluster.kind === 'context' ? cluster.namespace : undefined,
      directory: process.cwd(),
      output: toTerminal,
      data: dataToStreams(),
      stdin: process.stdin,
      terminal: userTerminal(),
      signal: stop.signal,
    });
    watch.assert();
    return ended ?? code;
  } catch (error) {
    if (ended !== undefined) return ended;
    throw error;
  } finally {
    watch?.close();
    undo();
    process.stdin.destroy();
  }
}

function notThere(cluster: Cluster, options: Options): LabError {
  if (options.cluster === 'context')
    return new LabError(
      'cluster',
      `there is no lab in namespace \`${cluster.namespace}\` of context \`${cluster.context}\``,
      { hint: 'create one with kafka-lab reset --cluster context' },
    );
  return new LabError('cluster', `cluster \`${cluster.name}\` is not running`, {
    hint:
      options.cluster === 'kind'
        ? 'create it with kafka-lab reset --cluster kind'
        : 'start it with kafka-lab up --detach',
  });
}
