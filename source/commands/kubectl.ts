import { runKubectl } from '../cluster/kubectl/run-kubectl.ts';
import type { Cluster } from '../cluster/model/cluster.ts';
import { LabError } from '../errors/lab-error.ts';
import { chooseCluster } from './choose-cluster.ts';
import { type FlagName, parseFlags } from './flags.ts';
import { readLabFiles } from './lab-files/read-lab-files.ts';
import { type Options, readOptions } from './options.ts';
import { dataToStreams, toTerminal } from './output.ts';
import { requireHome } from './require-home.ts';
import { refuseStopped, watchForStop } from './stopped-cluster.ts';
import { exitCodeOf, onEndingSignal } from './until-signal.ts';

/** Which cluster is meant: these, where they come first. Everything from the first other word on is kubectl's own. */
const flags: readonly FlagName[] = ['cluster', 'context', 'name', 'namespace', 'home'];
const leading = flags.map((name) => `--${name}`);

/**
 * `kafka-lab kubectl [--cluster KIND …] WORDS`: the built-in kubectl by hand, with the session's own kubeconfig and in the lab's namespace.
 * @throws LabError `cluster`: there is no lab on that cluster, or its process was stopped
 */
export async function kubectl(words: readonly string[]): Promise<number> {
  const { own, rest } = splitLeadingFlags(words);
  const options = readOptions(parseFlags('kubectl', own, [], flags));
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
    await refuseStopped(cluster, stop.signal);
    if (!(await cluster.attach(stop.signal))) throw notThere(cluster, options);
    watch = watchForStop(cluster, stop);
    const code = await runKubectl(rest, {
      kubeconfig: cluster.kubeconfig,
      context: cluster.context,
      namespace: cluster.namespace,
      directory: process.cwd(),
      output: toTerminal,
      data: dataToStreams(),
      stdin: process.stdin,
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

export function splitLeadingFlags(words: readonly string[]): {
  readonly own: readonly string[];
  readonly rest: readonly string[];
} {
  const own: string[] = [];
  let at = 0;
  while (at < words.length) {
    const [name = '', value] = words[at]!.split(/=(.*)/s);
    if (!leading.includes(name)) break;
    // Elsewhere than on a context the namespace is no choice of kafka-lab's, and kubectl takes it by itself.
    if (name === '--namespace' && !own.includes('--context') && !own.includes('context')) break;
    const next = value ?? words[at + 1];
    if (next === undefined) break;
    own.push(name, next);
    at += value === undefined ? 2 : 1;
  }
  return { own, rest: words.slice(at) };
}

function notThere(cluster: Cluster, options: Options): LabError {
  if (options.cluster === 'context')
    return new LabError(
      'cluster',
      `there is no lab in namespace \`${cluster.namespace}\` of context \`${cluster.context}\``,
      { hint: 'put one there with kafka-lab reset --cluster context' },
    );
  return new LabError('cluster', `cluster \`${cluster.name}\` is not running`, {
    hint:
      options.cluster === 'kind'
        ? 'make it with kafka-lab reset --cluster kind'
        : 'start it with kafka-lab up --detach',
  });
}
