import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { type Description, longTime, shownAnnotations } from './description.ts';
import { describeContainers, describeTolerations, describeVolumes } from './pod-template.ts';

export function describePod(out: Description, pod: Stored<'pods'>): void {
  const { metadata, spec, status = {} } = pod;
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Namespace', metadata.namespace);
  out.field(0, 'Priority', spec.priority ?? 0);
  if (spec.priorityClassName) out.field(0, 'Priority Class Name', spec.priorityClassName);
  if (spec.serviceAccountName) out.field(0, 'Service Account', spec.serviceAccountName);
  out.field(0, 'Node', spec.nodeName ? `${spec.nodeName}/${status.hostIP ?? ''}` : '<none>');
  if (status.startTime) out.field(0, 'Start Time', longTime(status.startTime));
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  if (metadata.deletionTimestamp) {
    out.field(0, 'Status', `Terminating (lasts ${longTime(metadata.deletionTimestamp)})`);
    out.field(0, 'Termination Grace Period', `${metadata.deletionGracePeriodSeconds}s`);
  } else out.field(0, 'Status', status.phase);
  if (status.reason) out.field(0, 'Reason', status.reason);
  if (status.message) out.field(0, 'Message', status.message);
  const seccomp = spec.securityContext?.seccompProfile;
  if (seccomp) {
    out.field(0, 'SeccompProfile', seccomp.type);
    if (seccomp.type === 'Localhost') out.field(0, 'LocalhostProfile', seccomp.localhostProfile);
  }
  out.field(0, 'IP', status.podIP ?? '');
  const ips = status.podIPs ?? [];
  if (ips.length === 0) out.line(0, 'IPs:\t<none>');
  else {
    out.line(0, 'IPs:');
    for (const { ip } of ips) out.field(1, 'IP', ip);
  }
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (owner) out.field(0, 'Controlled By', `${owner.kind}/${owner.name}`);
  describeContainers(
    out,
    0,
    'Init Containers',
    spec.initContainers ?? [],
    status.initContainerStatuses ?? [],
    pod,
  );
  describeContainers(out, 0, 'Containers', spec.containers, status.containerStatuses ?? [], pod);
  const conditions = status.conditions ?? [];
  if (conditions.length > 0) {
    out.line(0, 'Conditions:');
    out.line(1, 'Type\tStatus');
    for (const one of conditions) out.line(1, `${one.type} \t${one.status} `);
  }
  describeVolumes(out, 0, spec.volumes ?? []);
  out.field(0, 'QoS Class', status.qosClass ?? '');
  out.map(0, 'Node-Selectors', spec.nodeSelector);
  describeTolerations(out, 0, spec.tolerations ?? []);
}
