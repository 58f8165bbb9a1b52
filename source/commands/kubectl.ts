import { runKubectl } from '../cluster/kubectl/run-kubectl.ts';
import { LabError } from '../errors/lab-error.ts';
import { embeddedCluster } from './embedded-cluster.ts';
import { parseFlags } from './flags.ts';
import { readOptions } from './options.ts';
import { toTerminal } from './output.ts';
import { exitCodeOf, onEndingSignal } from './until-signal.ts';

/** `kafka-lab kubectl ...`: the built-in kubectl by hand, on the running cluster. All words are kubectl's own. */
export async function kubectl(words: readonly string[]): Promise<number> {
  const cluster = embeddedCluster(readOptions(parseFlags('kubectl', [], [])), true);
  if (!(await cluster.attach()))
    throw new LabError('cluster', `cluster \`${cluster.name}\` is not running`, {
      hint: 'start it with kafka-lab up --detach',
    });
  const stop = new AbortController();
  let ended: number | undefined;
  const undo = onEndingSignal((signal) => {
    ended = exitCodeOf[signal];
    stop.abort();
  });
  try {
    const code = await runKubectl(words, {
      kubeconfig: cluster.kubeconfig,
      context: cluster.context,
      namespace: cluster.namespace,
      directory: process.cwd(),
      output: toTerminal,
      stdin: process.stdin,
      signal: stop.signal,
    });
    return ended ?? code;
  } finally {
    undo();
    process.stdin.destroy();
  }
}
