import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { NodeSetup } from '../../machinery/cluster-nodes.ts';
import type { ControllerContext } from '../../machinery/controller.ts';
import { timestamp } from '../../objects/values.ts';

const namespace = 'kube-node-lease';
const leaseDurationSeconds = 40;
const renewEveryMs = 20_000;

/**
 * Renews the lease that says that a node is alive, for each node. Returns the stop function.
 * Reference: https://kubernetes.io/docs/concepts/architecture/leases/
 * Differs from Kubernetes: the nodes are part of this process, so that no controller watches the leases and none expires.
 */
export function renewNodeLeases(context: ControllerContext, nodes: readonly NodeSetup[]): () => void {
  let cancel: () => void = () => {};
  const renewAll = (): void => {
    for (const { name } of nodes) renew(context, name);
    cancel = context.clock.after(renewEveryMs, renewAll);
  };
  renewAll();
  return () => cancel();
}

/** `renewTime` is a `metav1.MicroTime`. */
function renew(context: ControllerContext, name: string): void {
  const node = context.store.get('nodes', undefined, name);
  if (!node) return;
  const now = context.clock.wall();
  const renewTime = timestamp(now).replace('Z', `.${String(Math.floor(now) % 1000).padStart(3, '0')}000Z`);
  if (context.store.get('leases', namespace, name)) {
    const change = (lease: Stored<'leases'>): void => {
      lease.spec = { ...lease.spec, renewTime };
    };
    context.store.update('leases', namespace, name, change);
    return;
  }
  context.store.create('leases', {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name,
      namespace,
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid }],
    },
    spec: { holderIdentity: name, leaseDurationSeconds, renewTime },
  });
}
