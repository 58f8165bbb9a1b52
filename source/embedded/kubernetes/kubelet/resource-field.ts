import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { ResourceFieldSelector } from '../../../kubernetes-types/core/references.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { quantityIn } from '../../../kubernetes-values/quantity.ts';
import { nodeResources } from '../machinery/cluster-nodes.ts';

/**
 * `limits.cpu`, `requests.memory`… of a container in units of the divisor, rounded up. A limit that is not set is what the node has, a
 * request that is not set is 0. Without `containerName` it is `own`. undefined: the pod has no container of that name.
 * Reference: ExtractContainerResourceValue in pkg/api/v1/resource
 */
export function resourceField(
  pod: Stored<'pods'>,
  reference: ResourceFieldSelector,
  own?: Container,
): string | undefined {
  const { containerName, resource, divisor = '0' } = reference;
  const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  const container = containerName ? all.find(({ name }) => name === containerName) : own;
  if (!container) return undefined;
  const dot = resource.indexOf('.');
  const [kind, name] = [resource.slice(0, dot), resource.slice(dot + 1)];
  const { limits = {}, requests = {} } = container.resources ?? {};
  const amount = kind === 'limits' ? (limits[name] ?? nodeResources[name]) : (requests[name] ?? limits[name]);
  // Only cores are counted in thousandths.
  const unit = name === 'cpu' ? 'milli' : 'one';
  const value = quantityIn(amount ?? '0', unit);
  const by = quantityIn(divisor, unit) || quantityIn('1', unit);
  return String((value + by - 1n) / by);
}
