import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { parseLabelQuery } from '../../../kubernetes-values/label-query.ts';
import { matchesRequirements } from '../../../kubernetes-values/label-requirement.ts';
import type { Resource } from '../objects/resources.ts';
import { badRequest } from '../objects/status-error.ts';
import { isRecord } from '../objects/values.ts';
import { storedField } from './served-form.ts';

/** Selectable fields besides `metadata.name` and `metadata.namespace`. */
const selectable: Record<string, readonly string[]> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
  replicasets: ['status.replicas'],
  jobs: ['status.successful'],
};

export type Filter = (object: KubeObject) => boolean;

const longest = 16_384;

/** The label and field selectors of a query as one filter; a malformed selector is a 400. */
export function queryFilter(resource: Resource, query: URLSearchParams, name?: string): Filter {
  const labels = query.get('labelSelector') ?? '';
  const fields = query.get('fieldSelector') ?? '';
  if (labels.length > longest || fields.length > longest) throw badRequest('the selector is too long');
  const requirements = parseLabelQuery(labels);
  if (!requirements) throw badRequest(`unable to parse requirement: \`${labels.slice(0, 200)}\``);
  const comparisons = parseFieldSelector(resource, fields);
  if (name !== undefined) comparisons.push({ field: 'metadata.name', value: name, equal: true });
  return (object) =>
    matchesRequirements(requirements, object.metadata.labels) &&
    comparisons.every(({ field, value, equal }) => (read(object, field) === value) === equal);
}

interface Comparison {
  readonly field: string;
  readonly value: string;
  readonly equal: boolean;
}

// selector = comparison *( "," comparison ); comparison = field ( "=" | "==" | "!=" ) value
function parseFieldSelector(resource: Resource, text: string): Comparison[] {
  const comparisons: Comparison[] = [];
  for (const part of text.split(',')) {
    if (part === '') continue;
    const match = /^([A-Za-z.]+)(!=|==?)(.*)$/s.exec(part);
    if (!match) throw badRequest(`invalid field selector: \`${part.slice(0, 200)}\``);
    const [, named = '', operator, value = ''] = match;
    const field = storedField(resource, named);
    if (
      field !== 'metadata.name' &&
      !(field === 'metadata.namespace' && resource.namespaced) &&
      !selectable[resource.plural]?.includes(field)
    )
      throw badRequest(`field label not supported: ${named}`);
    comparisons.push({ field, value, equal: operator !== '!=' });
  }
  return comparisons;
}

/** The text of fields that are absent from JSON when they are zero. */
const zeros: Readonly<Record<string, string>> = {
  'spec.hostNetwork': 'false',
  'spec.unschedulable': 'false',
  'status.replicas': '0',
  'status.successful': '0',
};

function read(object: KubeObject, field: string): string {
  if (field === 'source' && isRecord(object.source)) return String(object.source.component ?? '');
  let value: unknown = object;
  for (const step of (field === 'status.successful' ? 'status.succeeded' : field).split('.'))
    value = isRecord(value) ? value[step] : undefined;
  if (value === undefined || value === null) return zeros[field] ?? '';
  return String(value);
}
