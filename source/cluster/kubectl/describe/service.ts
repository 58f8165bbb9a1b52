import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { serviceNameLabel } from '../../../kubernetes-values/well-known-names.ts';
import { isNotFound } from '../../api/api-errors.ts';
import { segment } from '../../api/paths.ts';
import { requestKind, requestKinds } from '../../api/read-objects.ts';
import type { VerbContext } from '../verb/verb.ts';
import { type Description, shownAnnotations } from './description.ts';

interface Slice {
  readonly ports?:
    | readonly { readonly name?: string | undefined; readonly port?: number | undefined }[]
    | undefined;
  readonly endpoints?:
    | readonly {
        readonly addresses?: readonly string[] | undefined;
        readonly conditions?: { readonly ready?: boolean | undefined } | undefined;
      }[]
    | undefined;
}

export async function describeService(
  out: Description,
  service: Stored<'services'>,
  context: VerbContext,
): Promise<void> {
  const { metadata, spec } = service;
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Namespace', metadata.namespace);
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  const selector = Object.entries(spec.selector ?? {}).map(([key, value]) => `${key}=${value}`);
  out.field(0, 'Selector', selector.sort().join(',') || '<none>');
  out.field(0, 'Type', spec.type ?? 'ClusterIP');
  if (spec.ipFamilyPolicy) out.field(0, 'IP Family Policy', spec.ipFamilyPolicy);
  if (spec.ipFamilies) out.field(0, 'IP Families', spec.ipFamilies.join(','));
  out.field(0, 'IP', spec.clusterIP ?? '');
  if (spec.clusterIPs) out.field(0, 'IPs', spec.clusterIPs.join(','));
  const slices = await endpointSlices(context, metadata.namespace ?? context.namespace, metadata.name);
  for (const port of spec.ports ?? []) {
    const name = port.name || '<unset>';
    out.line(0, `Port:\t${name}\t${port.port}/${port.protocol ?? 'TCP'}`);
    out.field(0, 'TargetPort', `${port.targetPort ?? port.port}/${port.protocol ?? 'TCP'}`);
    if (port.nodePort) out.line(0, `NodePort:\t${name}\t${port.nodePort}/${port.protocol ?? 'TCP'}`);
    out.field(0, 'Endpoints', endpointsText(slices, port.name ?? ''));
  }
  out.field(0, 'Session Affinity', spec.sessionAffinity ?? 'None');
  if (spec.internalTrafficPolicy) out.field(0, 'Internal Traffic Policy', spec.internalTrafficPolicy);
}

async function endpointSlices(context: VerbContext, namespace: string, service: string): Promise<Slice[]> {
  const types = await context.types();
  if (types.some(({ plural }) => plural === 'endpointslices')) {
    return requestKinds(context.api, 'endpointslices', {
      path: `/apis/discovery.k8s.io/v1/namespaces/${segment(namespace)}/endpointslices`,
      query: { labelSelector: `${serviceNameLabel}=${service}` },
      signal: context.signal,
    });
  }
  try {
    const path = `/api/v1/namespaces/${segment(namespace)}/endpoints/${segment(service)}`;
    const { subsets = [] } = await requestKind(context.api, 'endpoints', { path, signal: context.signal });
    return subsets.map(({ addresses = [], ports = [] }) => ({
      ports,
      endpoints: addresses.map(({ ip }) => ({ addresses: [ip] })),
    }));
  } catch (error) {
    // A Service without endpoints is described without them.
    if (!isNotFound(error)) throw error;
    return [];
  }
}

/** The first three addresses, and how many more there are. */
function endpointsText(slices: readonly Slice[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const all = slices.flatMap((slice) => {
    const port = slice.ports?.find(({ name }) => (name ?? '') === portName);
    if (port === undefined) return [];
    const ready = (slice.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
    return ready.flatMap(({ addresses }) => addresses ?? []).map((ip) => `${ip}:${port.port}`);
  });
  if (all.length === 0) return '';
  return all.length > 3 ? `${all.slice(0, 3).join(',')} + ${all.length - 3} more...` : all.join(',');
}
