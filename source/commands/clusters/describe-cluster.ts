import type { ClusterRecord } from '../../processes/cluster-record.ts';
import { quoteForShell } from '../../text/quote-for-shell.ts';
import { type SafeText, safe, safeJson } from '../../text/safe-text.ts';

/** How other tools reach the cluster: one line of JSON, or lines for a shell's eval. */
export function describeCluster(record: ClusterRecord, json: boolean): SafeText {
  const { kubeconfig, bootstrap, zookeeper, pid } = record;
  if (json) return safe`${safeJson({ kubeconfig, bootstrap, zookeeper, pid })}\n`;
  return safe`export KUBECONFIG=${quoteForShell(kubeconfig)}
KAFKA_BOOTSTRAP=${quoteForShell(bootstrap)}
ZOOKEEPER=${quoteForShell(zookeeper)}
`;
}

/** The same for an external cluster: its kubeconfig, and the context and namespace that the lab uses. */
export function describeKubeconfig(
  { kubeconfig, context, namespace }: { kubeconfig: string; context: string; namespace: string },
  json: boolean,
): SafeText {
  if (json) return safe`${safeJson({ kubeconfig, context, namespace })}\n`;
  return safe`export KUBECONFIG=${quoteForShell(kubeconfig)}\n`;
}
