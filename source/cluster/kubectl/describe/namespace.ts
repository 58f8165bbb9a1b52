import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { segment } from '../../api/paths.ts';
import { requestKinds } from '../../api/read-objects.ts';
import type { VerbContext } from '../verb/verb.ts';
import { type Description, shownAnnotations } from './description.ts';

/** A namespace with the quotas and limit ranges in it: what keeps pods from being made there. */
export async function describeNamespace(
  out: Description,
  { metadata, status }: Stored<'namespaces'>,
  context: VerbContext,
): Promise<void> {
  out.field(0, 'Name', metadata.name);
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  out.field(0, 'Status', status?.phase ?? '');
  const conditions = status?.conditions ?? [];
  if (conditions.length > 0) {
    out.line(0, 'Conditions:');
    out.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage');
    out.line(1, '----\t------\t------------------\t------\t-------');
    for (const { type, status: state, lastTransitionTime, reason, message } of conditions)
      out.line(1, `${type}\t${state}\t${lastTransitionTime ?? ''}\t${reason ?? ''}\t${message ?? ''}`);
  }
  const [quotas, ranges] = await Promise.all([
    itemsIn(context, metadata.name, 'resourcequotas'),
    itemsIn(context, metadata.name, 'limitranges'),
  ]);
  if (quotas.length === 0) out.line(0, '\nNo resource quota.');
  else describeQuotas(out, quotas);
  if (ranges.length === 0) out.line(0, '\nNo LimitRange resource.');
  else describeRanges(out, ranges);
}

/** None if the server has no such resource. */
async function itemsIn<K extends 'resourcequotas' | 'limitranges'>(
  context: VerbContext,
  namespace: string,
  plural: K,
): Promise<Stored<K>[]> {
  if (!(await context.types()).some((type) => type.group === '' && type.plural === plural)) return [];
  const path = `/api/v1/namespaces/${segment(namespace)}/${plural}`;
  return requestKinds(context.api, plural, { path, signal: context.signal });
}

function describeQuotas(out: Description, quotas: readonly Stored<'resourcequotas'>[]): void {
  out.line(0, '\nResource Quotas');
  quotas.forEach(({ metadata, status }, index) => {
    if (index > 0) out.line(0, '');
    out.line(1, `Name:\t${metadata.name}`);
    out.line(1, 'Resource\tUsed\tHard');
    out.line(1, '--------\t---\t---');
    for (const [resource, hard] of Object.entries(status?.hard ?? {}).sort())
      out.line(1, `${resource}\t${status?.used?.[resource] ?? ''}\t${hard}`);
  });
}

function describeRanges(out: Description, ranges: readonly Stored<'limitranges'>[]): void {
  out.line(0, '\nResource Limits');
  out.line(0, ' Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio');
  out.line(0, ' ----\t--------\t---\t---\t---------------\t-------------\t-----------------------');
  const columns = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'] as const;
  for (const { spec } of ranges) {
    for (const limit of spec.limits) {
      const resources = new Set(columns.flatMap((column) => Object.keys(limit[column] ?? {})));
      for (const resource of resources)
        out.line(
          0,
          ` ${[limit.type, resource, ...columns.map((column) => limit[column]?.[resource] ?? '-')].join('\t')}`,
        );
    }
  }
}
