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
