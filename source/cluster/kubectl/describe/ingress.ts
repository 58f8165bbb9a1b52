import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { IngressBackend } from '../../../kubernetes-types/networking/ingress.ts';
import { isNotFound } from '../../api/api-errors.ts';
import { segment } from '../../api/paths.ts';
import { requestKind, requestKinds } from '../../api/read-objects.ts';
import type { VerbContext } from '../verb/verb.ts';
import { type Description, shownAnnotations } from './description.ts';

export async function describeIngress(
  out: Description,
  { metadata, spec = {}, status }: Stored<'ingresses'>,
  context: VerbContext,
): Promise<void> {
  const namespace = metadata.namespace ?? context.namespace;
  const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname);
  out.field(0, 'Name', metadata.name);
  out.map(0, 'Labels', metadata.labels);
  out.field(0, 'Namespace', namespace);
  out.field(0, 'Address', addresses.join(','));
  out.field(0, 'Ingress Class', spec.ingressClassName ?? '<none>');
  const fallback = spec.defaultBackend
    ? await backendText(context, namespace, spec.defaultBackend)
    : '<default>';
  out.field(0, 'Default backend', fallback);
  const tls = spec.tls ?? [];
  if (tls.length > 0) out.line(0, 'TLS:');
  for (const { hosts = [], secretName } of tls)
    out.line(1, secretName ? `${secretName} terminates ${hosts.join(',')}` : `SNI routes ${hosts.join(',')}`);
  out.line(0, 'Rules:');
  out.line(1, 'Host\tPath\tBackends');
  out.line(1, '----\t----\t--------');
  const rules = (spec.rules ?? []).filter(({ http }) => http !== undefined);
  for (const { host, http } of rules) {
    out.line(1, `${host || '*'}\t`);
    for (const { path = '', backend } of http?.paths ?? [])
      out.line(2, `\t${path} \t${await backendText(context, namespace, backend)}`);
  }
  if (rules.length === 0) out.line(1, `*\t*\t${fallback}`);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
}

async function backendText(
  context: VerbContext,
  namespace: string,
  { service, resource }: IngressBackend,
): Promise<string> {
  if (resource)
    return `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}`;
  if (!service) return '';
  const { name, port = {} } = service;
  const shown = `${name}:${port.number || port.name || ''}`;
  try {
    const found = await requestKind(context.api, 'services', {
      path: `/api/v1/namespaces/${segment(namespace)}/services/${segment(name)}`,
      signal: context.signal,
    });
    const named = found.spec.ports?.find((one) =>
      port.number ? one.port === port.number : one.name === port.name,
    );
    return `${shown} (${await endpointsText(context, namespace, name, named?.name ?? '')})`;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return `${shown} (<error: ${(error as Error).message}>)`;
  }
}

/** At most three addresses of the Service's pods, then the number of the others. */
async function endpointsText(
  context: VerbContext,
  namespace: string,
  service: string,
  portName: string,
): Promise<string> {
  const slices = await requestKinds(context.api, 'endpointslices', {
    path: `/apis/discovery.k8s.io/v1/namespaces/${segment(namespace)}/endpointslices`,
    query: { labelSelector: `kubernetes.io/service-name=${service}` },
    signal: context.signal,
  });
  const all = slices.flatMap(({ ports = [], endpoints = [] }) =>
    ports
      .filter(({ name = '' }) => name === portName)
      .flatMap(({ port }) =>
        endpoints
          .filter(({ conditions }) => conditions?.ready !== false)
          .flatMap(({ addresses = [] }) => addresses.map((address) => `${address}:${port}`)),
      ),
  );
  if (slices.length === 0) return '<none>';
  return `${all.slice(0, 3).join(',')}${all.length > 3 ? ` + ${all.length - 3} more...` : ''}`;
}
