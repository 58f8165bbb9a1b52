import type { ClusterRecord } from '../cluster/embedded/record.ts';
import { quoteWord } from './quote-word.ts';

/** How other tools reach the cluster: one JSON line, or lines that a shell can eval. */
export function describeCluster(record: ClusterRecord, json: boolean): string {
  const { kubeconfig, bootstrap, zookeeper, pid } = record;
  if (json) return `${JSON.stringify({ kubeconfig, bootstrap, zookeeper, pid })}\n`;
  return [
    `export KUBECONFIG=${quoteWord(kubeconfig)}`,
    `KAFKA_BOOTSTRAP=${bootstrap}`,
    `ZOOKEEPER=${zookeeper}`,
    '',
  ].join('\n');
}

/** The same for a cluster that others serve: its kubeconfig, and which context and namespace of it the lab uses. */
export function describeKubeconfig(
  { kubeconfig, context, namespace }: { kubeconfig: string; context: string; namespace: string },
  json: boolean,
): string {
  if (json) return `${JSON.stringify({ kubeconfig, context, namespace })}\n`;
  return `export KUBECONFIG=${quoteWord(kubeconfig)}\n`;
}
