import { age } from '../../../kubernetes-values/age.ts';
import { columns, none, orNone, type Printers, type Shown } from './column.ts';
import { formatLabels, formatSelector } from './workload-tables.ts';

function externalAddress({ spec, status }: Shown<'services'>): string {
  if (spec?.type === 'ExternalName') return orNone(spec?.externalName);
  const external = spec?.externalIPs ?? [];
  if (spec?.type !== 'LoadBalancer') return external.join(',') || none;
  const balanced = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname);
  return [...balanced, ...external].join(',') || '<pending>';
}

function ports(service: Shown<'services'>): string {
  const list = (service.spec?.ports ?? []).map(
    ({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`,
  );
  return list.join(',') || none;
}

/** At most three addresses, then the number of the others. */
function endpoints(object: Shown<'endpoints'>): string {
  const all = (object.subsets ?? []).flatMap((subset) => {
    const addresses = (subset.addresses ?? []).map(({ ip }) => String(ip));
    const listed = subset.ports ?? [];
    if (listed.length === 0) return addresses;
    return listed.flatMap(({ port }) => addresses.map((ip) => `${ip}:${port}`));
  });
  if (all.length === 0) return none;
  return `${all.slice(0, 3).join(',')}${all.length > 3 ? ` + ${all.length - 3} more...` : ''}`;
}

export const networkPrinters: Printers = {
  services: {
    columns: columns('Name, Type, Cluster-IP, External-IP, Port(s), Age | Selector'),
    row: (it, now) => [
      it.metadata.name,
      String(it.spec?.type ?? ''),
      orNone(it.spec?.clusterIP),
      externalAddress(it),
      ports(it),
      age(it.metadata.creationTimestamp, now),
      formatLabels(it.spec?.selector),
    ],
  },
  networkpolicies: {
    columns: columns('Name, Pod-Selector, Age'),
    row: (it, now) => [
      it.metadata.name,
      formatSelector(it.spec?.podSelector),
      age(it.metadata.creationTimestamp, now),
    ],
  },
  endpoints: {
    columns: columns('Name, Endpoints, Age'),
    row: (it, now) => [it.metadata.name, endpoints(it), age(it.metadata.creationTimestamp, now)],
  },
  endpointslices: {
    columns: columns('Name, AddressType, Ports, Endpoints, Age'),
    row: (it, now) => [
      it.metadata.name,
      String(it.addressType ?? ''),
      (it.ports ?? []).map(({ port }) => port).join(',') || '<unset>',
      (it.endpoints ?? []).flatMap(({ addresses }) => addresses ?? []).join(',') || '<unset>',
      age(it.metadata.creationTimestamp, now),
    ],
  },
};
