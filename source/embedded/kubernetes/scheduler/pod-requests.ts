import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { parseQuantity } from '../../../kubernetes-values/quantity.ts';

/** A pod's resource requests: millicores and bytes. */
export interface Requests {
  readonly cpu: number;
  readonly memory: number;
}

/** The sum over the containers, or the largest request of an init container if that is more. */
export function podRequests(pod: Stored<'pods'>): Requests {
  const known = requests.get(pod);
  if (known) return known;
  const found = sumRequests(pod);
  // Only frozen objects come from the store.
  if (Object.isFrozen(pod)) requests.set(pod, found);
  return found;
}

const requests = new WeakMap<KubeObject, Requests>();

function sumRequests(pod: Stored<'pods'>): Requests {
  const init = pod.spec.initContainers ?? [];
  const sidecars = init.filter((container) => container.restartPolicy === 'Always');
  const alone = init.filter((container) => container.restartPolicy !== 'Always');
  const together = [...pod.spec.containers, ...sidecars];
  const amount = (name: string, unit: number): number => {
    const of = (container: Container): number =>
      Math.round(parseQuantity(container.resources?.requests?.[name]) * unit);
    const sum = together.reduce((total, container) => total + of(container), 0);
    return Math.max(sum, ...alone.map(of));
  };
  return { cpu: amount('cpu', 1000), memory: amount('memory', 1) };
}
