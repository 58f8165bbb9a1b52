import type { NodeSystemInfo } from '../../../kubernetes-types/core/node.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { age } from '../../../kubernetes-values/age.ts';
import { parseQuantity } from '../../../kubernetes-values/quantity.ts';
import { ApiStatusError } from '../../api/api-errors.ts';
import { segment } from '../../api/paths.ts';
import { requestKind, requestKinds } from '../../api/read-objects.ts';
import type { VerbContext } from '../verb/verb.ts';
import { type Description, longTime, shownAnnotations } from './description.ts';

export async function describeNode(
  out: Description,
  node: Stored<'nodes'>,
  context: VerbContext,
): Promise<void> {
  const { metadata, spec = {}, status = {} } = node;
  out.field(0, 'Name', metadata.name);
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(metadata.labels ?? {})
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
  out.field(0, 'Roles', roles.sort().join(',') || '<none>');
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  out.field(0, 'CreationTimestamp', longTime(metadata.creationTimestamp));
  const taints = (spec.taints ?? []).map(
    ({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`,
  );
  out.line(0, `Taints:\t${taints.join('\n\t') || '<none>'}`);
  out.field(0, 'Unschedulable', spec.unschedulable ?? false);
  await describeLease(context, out, metadata.name);
  const conditions = status.conditions ?? [];
  if (conditions.length > 0) {
    out.line(0, 'Conditions:');
    out.line(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
    out.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
    for (const one of conditions) {
      out.line(
        1,
        `${one.type} \t${one.status} \t${longTime(one.lastHeartbeatTime)} \t${longTime(one.lastTransitionTime)} \t${one.reason} \t${one.message}`,
      );
    }
  }
  out.line(0, 'Addresses:');
  for (const { type, address } of status.addresses ?? []) out.field(1, type, address);
  for (const [field, title] of [
    ['capacity', 'Capacity'],
    ['allocatable', 'Allocatable'],
  ] as const) {
    const amounts = Object.entries(status[field] ?? {}).sort();
    if (amounts.length === 0) continue;
    out.line(0, `${title}:`);
    for (const [name, amount] of amounts) out.field(1, name, amount);
  }
  describeSystem(out, status.nodeInfo ?? {});
  if (spec.podCIDR) out.field(0, 'PodCIDR', spec.podCIDR);
  if (spec.podCIDRs) out.field(0, 'PodCIDRs', spec.podCIDRs.join(','));
  if (spec.providerID) out.field(0, 'ProviderID', spec.providerID);
  await describePodsOn(context, out, metadata.name, status.allocatable ?? {});
}

async function describeLease(context: VerbContext, out: Description, node: string): Promise<void> {
  const path = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${segment(node)}`;
  try {
    const { spec = {} } = await requestKind(context.api, 'leases', { path, signal: context.signal });
    out.line(0, 'Lease:');
    out.field(1, 'HolderIdentity', spec.holderIdentity ?? '<unset>');
    out.field(1, 'AcquireTime', longTime(spec.acquireTime));
    out.field(1, 'RenewTime', longTime(spec.renewTime));
  } catch (error) {
    if (!(error instanceof ApiStatusError)) throw error;
    out.line(0, `Lease:\tFailed to get lease: ${error.message}`);
  }
}

function describeSystem(out: Description, info: NodeSystemInfo): void {
  const fields = [
    ['Machine ID', 'machineID'],
    ['System UUID', 'systemUUID'],
    ['Boot ID', 'bootID'],
    ['Kernel Version', 'kernelVersion'],
    ['OS Image', 'osImage'],
    ['Operating System', 'operatingSystem'],
    ['Architecture', 'architecture'],
    ['Container Runtime Version', 'containerRuntimeVersion'],
    ['Kubelet Version', 'kubeletVersion'],
    ['Kube-Proxy Version', 'kubeProxyVersion'],
  ] as const;
  out.line(0, 'System Info:');
  for (const [title, field] of fields) out.field(1, title, info[field] ?? '');
}

async function describePodsOn(
  context: VerbContext,
  out: Description,
  node: string,
  allocatable: Record<string, string>,
): Promise<void> {
  const fieldSelector = `spec.nodeName=${node},status.phase!=Failed,status.phase!=Succeeded`;
  const pods = await requestKinds(context.api, 'pods', {
    path: '/api/v1/pods',
    query: { fieldSelector },
    signal: context.signal,
  });
  out.line(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  out.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  out.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  const cpuTotal = milli(allocatable.cpu ?? '0');
  const memoryTotal = parseQuantity(allocatable.memory ?? '0');
  const sums = { cpu: { requests: 0, limits: 0 }, memory: { requests: 0, limits: 0 } };
  const percent = (value: number, total: number): string =>
    `${total === 0 ? 0 : Math.trunc((value / total) * 100)}%`;
  for (const pod of pods) {
    const cell = (resource: 'cpu' | 'memory', kind: 'requests' | 'limits'): string => {
      const read = resource === 'cpu' ? milli : parseQuantity;
      const amounts = pod.spec.containers.map((container) => container.resources?.[kind]?.[resource] ?? '0');
      const sum = amounts.reduce((total, amount) => total + read(amount), 0);
      sums[resource][kind] += sum;
      const text = resource === 'cpu' ? cpuText(sum) : memoryText(sum);
      return `${text} (${percent(sum, resource === 'cpu' ? cpuTotal : memoryTotal)})`;
    };
    out.line(
      1,
      `${pod.metadata.namespace}\t${pod.metadata.name}\t\t${cell('cpu', 'requests')}\t${cell('cpu', 'limits')}\t${cell('memory', 'requests')}\t${cell('memory', 'limits')}\t${age(pod.metadata.creationTimestamp)}`,
    );
  }
  out.line(0, 'Allocated resources:');
  out.line(1, '(Total limits may be over 100 percent, i.e., overcommitted.)');
  out.line(1, 'Resource\tRequests\tLimits');
  out.line(1, '--------\t--------\t------');
  const { cpu, memory } = sums;
  out.line(
    1,
    `cpu\t${cpuText(cpu.requests)} (${percent(cpu.requests, cpuTotal)})\t${cpuText(cpu.limits)} (${percent(cpu.limits, cpuTotal)})`,
  );
  out.line(
    1,
    `memory\t${memoryText(memory.requests)} (${percent(memory.requests, memoryTotal)})\t${memoryText(memory.limits)} (${percent(memory.limits, memoryTotal)})`,
  );
  out.line(1, 'ephemeral-storage\t0 (0%)\t0 (0%)');
  for (const name of Object.keys(allocatable).sort()) {
    if (['cpu', 'memory', 'ephemeral-storage', 'pods'].includes(name)) continue;
    const [requests, limits] = (['requests', 'limits'] as const).map((kind) => {
      const amounts = pods.flatMap((pod) =>
        pod.spec.containers.map((container) => container.resources?.[kind]?.[name] ?? '0'),
      );
      const total = amounts.reduce((sum, amount) => sum + parseQuantity(amount), 0);
      const share = percent(total, parseQuantity(allocatable[name]));
      return name.startsWith('hugepages-') ? `${memoryText(total)} (${share})` : String(total);
    });
    out.line(1, `${name}\t${requests}\t${limits}`);
  }
}

/** A CPU quantity in thousandths of a core. */
const milli = (text: string): number => Math.round(parseQuantity(text) * 1000);

function cpuText(value: number): string {
  return value % 1000 === 0 ? String(value / 1000) : `${value}m`;
}

function memoryText(value: number): string {
  for (const unit of ['Ti', 'Gi', 'Mi', 'Ki']) {
    const size = parseQuantity(`1${unit}`);
    if (value >= size && value % size === 0) return `${value / size}${unit}`;
  }
  return String(value);
}
