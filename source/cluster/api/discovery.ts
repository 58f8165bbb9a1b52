import { isJsonObject, valueAt } from '../../json/json-value.ts';
import type { ApiClient } from './api-client.ts';
import { groupVersionPath } from './paths.ts';

/** One kind of thing that the server holds, in the group's preferred version. */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** Versions of the group besides the preferred one that have it too. */
  readonly otherVersions?: readonly string[];
}

const aggregated =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,' +
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/** `statefulset.apps`, `pod`: how kubectl names a type in front of a slash. */
export function typeName(type: ResourceType): string {
  const singular = type.singular || type.kind.toLowerCase();
  return type.group === '' ? singular : `${singular}.${type.group}`;
}

/** `apps/v1` */
export function groupVersion(type: { readonly group: string; readonly version: string }): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** `/v1, Resource=pods`, `apps/v1, Resource=deployments`: how messages of kubectl name a collection; a kind likewise. */
export function qualified(type: ResourceType, what: 'Resource' | 'Kind'): string {
  return `${type.group}/${type.version}, ${what}=${what === 'Kind' ? type.kind : type.plural}`;
}

/** All types of the server, in its own order: aggregated discovery where it has that, else group by group. */
export async function discover(api: ApiClient, signal?: AbortSignal): Promise<ResourceType[]> {
  const [core, groups] = await Promise.all(
    ['/api', '/apis'].map((path) => api.json({ path, accept: aggregated, signal })),
  );
  return [...(await readRoot(api, core, signal)), ...(await readRoot(api, groups, signal))];
}

async function readRoot(api: ApiClient, root: unknown, signal?: AbortSignal): Promise<ResourceType[]> {
  if (!isJsonObject(root)) return [];
  if (root.kind === 'APIGroupDiscoveryList') return list(root.items).flatMap(readAggregatedGroup);
  const versions =
    root.kind === 'APIVersions'
      ? list(root.versions)
          .slice(0, 1)
          .map((version) => ({ group: '', version: String(version) }))
      : list(root.groups).flatMap(preferredVersion);
  const answers = await Promise.all(
    versions.map(async ({ group, version }) => {
      const answer = await api.json({ path: groupVersionPath(group, version), signal });
      return list(valueAt(answer, 'resources')).flatMap((resource) => readResource(resource, group, version));
    }),
  );
  return answers.flat();
}

function preferredVersion(group: unknown): { group: string; version: string }[] {
  if (!isJsonObject(group)) return [];
  const preferred = isJsonObject(group.preferredVersion) ? group.preferredVersion : list(group.versions)[0];
  return isJsonObject(preferred) ? [{ group: String(group.name), version: String(preferred.version) }] : [];
}

function readResource(resource: unknown, group: string, version: string): ResourceType[] {
  if (!isJsonObject(resource) || typeof resource.name !== 'string' || resource.name.includes('/')) return [];
  return [
    {
      group,
      version,
      plural: resource.name,
      singular: String(resource.singularName ?? ''),
      shortNames: list(resource.shortNames).map(String),
      categories: list(resource.categories).map(String),
      kind: String(resource.kind),
      namespaced: resource.namespaced === true,
      verbs: list(resource.verbs).map(String),
    },
  ];
}

function readAggregatedGroup(item: unknown): ResourceType[] {
  if (!isJsonObject(item)) return [];
  const group = isJsonObject(item.metadata) ? String(item.metadata.name ?? '') : '';
  const all = list(item.versions).flatMap((version) => {
    if (!isJsonObject(version)) return [];
    return list(version.resources).flatMap((resource): ResourceType[] => {
      if (!isJsonObject(resource) || typeof resource.resource !== 'string') return [];
      return [
        {
          group,
          version: String(version.version),
          plural: resource.resource,
          singular: String(resource.singularResource ?? ''),
          shortNames: list(resource.shortNames).map(String),
          categories: list(resource.categories).map(String),
          kind: isJsonObject(resource.responseKind) ? String(resource.responseKind.kind) : '',
          namespaced: resource.scope === 'Namespaced',
          verbs: list(resource.verbs).map(String),
        },
      ];
    });
  });
  return preferred(all);
}

/** Of each resource the first version, with the names of the others. */
function preferred(types: readonly ResourceType[]): ResourceType[] {
  const byPlural = new Map<string, ResourceType>();
  for (const type of types) {
    const first = byPlural.get(type.plural);
    const others = first && [...(first.otherVersions ?? []), type.version];
    byPlural.set(type.plural, first && others ? { ...first, otherVersions: others } : type);
  }
  return [...byPlural.values()];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The type that a user means by `po`, `Pod`, `deployments.apps` or `deployments.v1.apps`. */
export function findType(types: readonly ResourceType[], text: string): ResourceType | undefined {
  const wanted = text.toLowerCase();
  const [name = '', ...rest] = wanted.split('.');
  const group = rest.join('.');
  const fits = (type: ResourceType): boolean =>
    rest.length === 0 || group === type.group || group === `${type.version}.${type.group}`;
  return (
    types.find((type) => (type.plural === name || singularOf(type) === name) && fits(type)) ??
    types.find((type) => type.shortNames.includes(name) && fits(type))
  );
}

/** The other types, lower in the server's order, that a short name could mean too: `ev` is an event of two groups. */
export function otherShortNames(types: readonly ResourceType[], text: string): ResourceType[] {
  const found = findType(types, text);
  if (found === undefined || text.includes('.') || !found.shortNames.includes(text.toLowerCase())) return [];
  return types.filter(
    (type) => type !== found && type.group !== found.group && type.shortNames.includes(text.toLowerCase()),
  );
}

function singularOf(type: ResourceType): string {
  return type.singular || type.kind.toLowerCase();
}
