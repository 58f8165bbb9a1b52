import { groupVersion, type Resource, resources, type Subresource } from '../objects/resources.ts';

/** `/version`: a semantic version that kubectl compares with its own; the build metadata names the embedded cluster. */
export const version = {
  major: '1',
  minor: '32',
  gitVersion: 'v1.32.0-kafka-lab',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: `node-${process.version}`,
  compiler: 'node',
  platform: `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
} as const;

/** `/api`. */
export function coreVersions(address: string): object {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
  };
}

const named = resources.filter((resource) => resource.group !== '');
/** Each group with its versions, the preferred one first. */
const groups: readonly (readonly [name: string, versions: readonly string[]])[] = [
  ...new Set(named.map(({ group }) => group)),
].map((name) => [
  name,
  [...new Set(named.filter(({ group }) => group === name).map(({ version }) => version))],
]);

function apiGroup([name, versions]: readonly [string, readonly string[]]): object {
  const entries = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: entries, preferredVersion: entries[0] };
}

/** `/apis`. */
export function groupList(): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(apiGroup) };
}

/** `/apis/GROUP`. */
export function group(name: string): object | undefined {
  const found = groups.find(([group]) => group === name);
  return found && { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(found) };
}

/** `/api/v1`, `/apis/apps/v1`. */
export function resourceList(wanted: string): object | undefined {
  const served = resources.filter((resource) => groupVersion(resource) === wanted);
  if (served.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: wanted,
    resources: served.flatMap((resource) => [
      {
        name: resource.plural,
        singularName: resource.singular,
        namespaced: resource.namespaced,
        kind: resource.kind,
        verbs: resource.verbs,
        ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
        ...(resource.categories.length > 0 ? { categories: resource.categories } : {}),
      },
      ...resource.subresources.map((subresource) => ({
        name: `${resource.plural}/${subresource.name}`,
        singularName: '',
        namespaced: resource.namespaced,
        kind: subresource.kind,
        verbs: subresource.verbs,
        ...(subresource.version ? { group: subresource.group, version: subresource.version } : {}),
      })),
    ]),
  };
}

/** Aggregated discovery (KEP-3352): everything under `/api` or `/apis` in one response. */
export function aggregatedDiscovery(root: 'api' | 'apis', discoveryVersion: 'v2' | 'v2beta1'): object {
  const wanted = root === 'api' ? [['', ['v1']] as const] : groups;
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${discoveryVersion}`,
    metadata: {},
    items: wanted.map(([name, versions]) => ({
      metadata: { ...(name ? { name } : {}), creationTimestamp: null },
      versions: versions.map((version) => ({
        version,
        resources: resources
          .filter((resource) => resource.group === name && resource.version === version)
          .map(aggregatedResource),
        freshness: 'Current',
      })),
    })),
  };
}

function aggregatedResource(resource: Resource): object {
  return {
    resource: resource.plural,
    responseKind: { group: resource.group, version: resource.version, kind: resource.kind },
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs: resource.verbs,
    ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
    ...(resource.categories.length > 0 ? { categories: resource.categories } : {}),
    ...(resource.subresources.length > 0
      ? { subresources: resource.subresources.map((it) => aggregatedSubresource(resource, it)) }
      : {}),
  };
}

function aggregatedSubresource(resource: Resource, subresource: Subresource): object {
  return {
    subresource: subresource.name,
    responseKind: {
      group: subresource.group ?? resource.group,
      version: subresource.version ?? resource.version,
      kind: subresource.kind,
    },
    verbs: subresource.verbs,
  };
}
