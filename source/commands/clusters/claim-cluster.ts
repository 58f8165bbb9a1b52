import { ClusterClaims } from '../../cluster/claims.ts';
import { describeExistingCluster } from '../../cluster/describe-existing-cluster.ts';
import type { Cluster } from '../../cluster/model/cluster.ts';
import type { ManifestFacts } from '../../manifests/read-facts.ts';
import type { Options } from '../command-line/options.ts';
import { downCommand } from '../output/down-command.ts';
import { typedCommand } from '../output/typed-command.ts';
import { observeCluster } from './observe-cluster.ts';

/** The ownership of the cluster, for a verb that may use or replace it. `file`: where a session records the clusters it made. */
export function claimCluster(
  cluster: Cluster,
  facts: () => ManifestFacts,
  options: Options,
  file?: string,
): ClusterClaims {
  return new ClusterClaims({
    cluster,
    force: options.flags.force === true,
    ...(file === undefined ? {} : { file }),
    async describe(existing, signal) {
      // A stopped cluster does not show what it holds.
      if (existing.stoppedPid !== undefined) return describeExistingCluster(cluster, existing, {});
      // Only now is there a kubeconfig.
      if (!(await cluster.attach(signal))) return describeExistingCluster(cluster, existing, {});
      const { readClusterContents } = await import('../../cluster/kubernetes/cluster-contents.ts');
      const topics = (own: AbortSignal): Promise<string[]> => topicsOn(cluster, facts(), own);
      const contents = await readClusterContents(cluster, topics, signal);
      return describeExistingCluster(cluster, existing, contents);
    },
    inUseHint: `leave that one first, end its cluster with \`${downCommand(options)}\`, or choose another with --name`,
    hint: [
      `\`${typedWithForce()}\` replaces it`,
      ...(options.cluster === 'embedded' ? [`\`${downCommand(options)}\` stops it`] : []),
      ...(options.cluster === 'context' ? [] : ['`--name` creates another one beside it']),
    ].join('; '),
  });
}

/**
 * Asks on a terminal whether the existing cluster may be replaced, unless this session made it.
 * @throws LabError `busy`: it may not, or there is no terminal.
 */
export async function askToReplace(claims: ClusterClaims, signal: AbortSignal): Promise<void> {
  const foreign = await claims.foreign('replace', signal);
  if (foreign === undefined) return;
  const hasTerminal = process.stdin.isTTY && process.stderr.isTTY;
  if (
    !hasTerminal ||
    !(await ask(`${capitalized(foreign.loss)}.\nReplace it and lose all of that? [y/N] `, signal))
  )
    throw claims.refusal(foreign);
  claims.agree('replace', foreign.id);
}

async function ask(question: string, signal: AbortSignal): Promise<boolean> {
  const { createInterface } = await import('node:readline');
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    const settle = (answer: boolean): void => {
      signal.removeEventListener('abort', abort);
      resolve(answer);
      lines.close();
    };
    const abort = (): void => settle(false);
    signal.addEventListener('abort', abort, { once: true });
    lines.once('SIGINT', abort);
    lines.once('close', abort);
    lines.question(question, (answer) => settle(/^y(es)?$/i.test(answer.trim())));
  });
}

async function topicsOn(cluster: Cluster, facts: ManifestFacts, signal: AbortSignal): Promise<string[]> {
  const observer = observeCluster(cluster, facts);
  // Do not wait for brokers that do not answer: an abandoned request would keep the program from ending.
  const close = (): void => void observer.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    return (await observer.look('topics', signal)).map(({ name }) => name);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

/** The command as typed, with `--force`. */
function typedWithForce(): string {
  return typedCommand([...process.argv.slice(2).filter((word) => word !== '--force'), '--force']);
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
