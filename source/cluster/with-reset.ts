import type { Cluster } from './model/cluster.ts';

/** The same cluster with another reset. */
export function withReset(cluster: Cluster, reset: Cluster['reset']): Cluster {
  return {
    kind: cluster.kind,
    name: cluster.name,
    kubeconfig: cluster.kubeconfig,
    context: cluster.context,
    namespace: cluster.namespace,
    needsContext: cluster.needsContext === true,
    needsNamespace: cluster.needsNamespace === true,
    get addresses() {
      return cluster.addresses;
    },
    get state() {
      return cluster.state;
    },
    onState: (listener) => cluster.onState(listener),
    ...(cluster.onNotice === undefined
      ? {}
      : { onNotice: (listener) => cluster.onNotice?.(listener) ?? (() => {}) }),
    attach: (signal) => cluster.attach(signal),
    existing: (signal) => cluster.existing(signal),
    reset,
    build: (output, signal, which) => cluster.build(output, signal, which),
    down: (output) => cluster.down(output),
    close: () => cluster.close(),
  };
}
