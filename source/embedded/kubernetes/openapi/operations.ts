import { groupVersion, type Resource } from '../objects/resources.ts';

/** One request that a resource takes. */
export interface Operation {
  readonly path: string;
  readonly method: 'get' | 'put' | 'post' | 'delete' | 'patch';
  readonly action: string;
  readonly resource: Resource;
  /** Names of parameters in the query. */
  readonly query: readonly string[];
  /** Media types of the body; none: there is no body. */
  readonly consumes: readonly string[];
}

const patches = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];
const bodies = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const written = ['dryRun', 'fieldManager', 'fieldValidation'];
const listed = ['continue', 'fieldSelector', 'labelSelector', 'limit', 'resourceVersion', 'watch'];

/** `api/v1`, `apis/apps/v1` */
export function versionPath(resource: Pick<Resource, 'group' | 'version'>): string {
  return `${resource.group === '' ? 'api' : 'apis'}/${groupVersion(resource)}`;
}

/** What can be asked of a resource, without its subresources. */
export function operationsOf(resource: Resource): Operation[] {
  const { plural, namespaced, verbs } = resource;
  const base = `/${versionPath(resource)}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}`;
  const all: (readonly [verb: string, rest: Omit<Operation, 'resource'>])[] = [
    ['list', { path: base, method: 'get', action: 'list', query: listed, consumes: [] }],
    ['create', { path: base, method: 'post', action: 'post', query: written, consumes: bodies }],
    ['get', { path: `${base}/{name}`, method: 'get', action: 'get', query: [], consumes: [] }],
    ['update', { path: `${base}/{name}`, method: 'put', action: 'put', query: written, consumes: bodies }],
    [
      'patch',
      { path: `${base}/{name}`, method: 'patch', action: 'patch', query: written, consumes: patches },
    ],
    [
      'delete',
      { path: `${base}/{name}`, method: 'delete', action: 'delete', query: ['dryRun'], consumes: bodies },
    ],
  ];
  return all.filter(([verb]) => verbs.includes(verb)).map(([, rest]) => ({ ...rest, resource }));
}

/** The value of `x-kubernetes-group-version-kind` of an operation. */
export function kindOf({ group, kind, version }: Resource): object {
  return { group, kind, version };
}

/** Operations by path, in the order of the paths. */
export function byPath(operations: readonly Operation[]): [path: string, Operation[]][] {
  const paths = new Map<string, Operation[]>();
  for (const operation of operations)
    paths.set(operation.path, [...(paths.get(operation.path) ?? []), operation]);
  return [...paths].sort(([left], [right]) => (left < right ? -1 : 1));
}
