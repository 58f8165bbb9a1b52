import type { ClusterRecord } from '../cluster/embedded/record.ts';

/** How other tools reach the cluster: one JSON line, or lines that a shell can eval. */
export function describeCluster(record: ClusterRecord, json: boolean): string {
  const { kubeconfig, bootstrap, zookeeper, pid } = record;
  if (json) return `${JSON.stringify({ kubeconfig, bootstrap, zookeeper, pid })}\n`;
  return [
    `export KUBECONFIG=${quote(kubeconfig)}`,
    `KAFKA_BOOTSTRAP=${bootstrap}`,
    `ZOOKEEPER=${zookeeper}`,
    '',
  ].join('\n');
}

function quote(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** The same for a cluster that others serve: its kubeconfig, and which context and namespace of it the lab uses. */
export function describeKubeconfig(
  { kubeconfig, context, namespace }: { kubeconfig: string; context: string; namespace: string },
  json: boolean,
): string {
  if (json) return `${JSON.stringify({ kubeconfig, context, namespace })}\n`;
  return `export KUBECONFIG=${quote(kubeconfig)}\n`;
}
