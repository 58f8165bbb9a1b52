import type { EndpointAddress } from '../../../kubernetes-types/core/endpoints.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { type Description, describeMetadata } from './description.ts';

interface Port {
  readonly name?: string | undefined;
  readonly port?: number | undefined;
  readonly protocol?: string | undefined;
}

export function describeEndpoints(out: Description, { metadata, subsets }: Stored<'endpoints'>): void {
  const annotations = { ...metadata.annotations };
  // Written by the endpoints controller at every change.
  delete annotations['endpoints.kubernetes.io/last-change-trigger-time'];
  describeMetadata(out, { ...metadata, annotations });
  out.line(0, 'Subsets:');
  const list = (addresses: readonly EndpointAddress[] | undefined): string =>
    (addresses ?? []).map(({ ip }) => ip).join(',') || '<none>';
  for (const subset of subsets ?? []) {
    out.field(1, 'Addresses', list(subset.addresses));
    out.field(1, 'NotReadyAddresses', list(subset.notReadyAddresses));
    if ((subset.ports ?? []).length > 0) describePorts(out, 1, subset.ports ?? []);
    out.line(0, '');
  }
}

export function describeEndpointSlice(
  out: Description,
  { metadata, addressType, ports = [], endpoints = [] }: Stored<'endpointslices'>,
): void {
  describeMetadata(out, metadata);
  out.field(0, 'AddressType', addressType);
  if (ports.length === 0) out.field(0, 'Ports', '<unset>');
  else describePorts(out, 0, ports);
  if (endpoints.length === 0) {
    out.field(0, 'Endpoints', '<none>');
    return;
  }
  out.line(0, 'Endpoints:');
  for (const { addresses, conditions, hostname, targetRef, nodeName, zone } of endpoints) {
    out.field(1, '- Addresses', (addresses ?? []).join(', ') || '<none>');
    out.line(2, 'Conditions:');
    out.field(3, 'Ready', conditions?.ready ?? '<unset>');
    out.field(2, 'Hostname', hostname ?? '<unset>');
    if (targetRef) out.field(2, 'TargetRef', `${targetRef.kind}/${targetRef.name}`);
    out.field(2, 'NodeName', nodeName ?? '<unset>');
    out.field(2, 'Zone', zone ?? '<unset>');
  }
}

function describePorts(out: Description, level: number, ports: readonly Port[]): void {
  out.line(level, 'Ports:');
  out.line(level + 1, 'Name\tPort\tProtocol');
  out.line(level + 1, '----\t----\t--------');
  for (const { name, port, protocol = 'TCP' } of ports)
    out.line(level + 1, `${name || '<unset>'}\t${port ?? '<unset>'}\t${protocol}`);
}
