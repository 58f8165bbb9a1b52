/** A subresource as in discovery. */
export interface Subresource {
  readonly name: string;
  readonly kind: string;
  /** Group and version of `kind` where they differ from the resource's own, e.g. `autoscaling/v1` for Scale. */
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

/** A served resource. `plural` is also its name in the store: two groups with the same plural serve the same objects. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly Subresource[];
  /** Whether `metadata.generation` counts changes of the spec. */
  readonly generation: boolean;
}

const everyVerb = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const readWrite = ['get', 'patch', 'update'];

const status = (kind: string): Subresource => ({ name: 'status', kind, verbs: readWrite });
const scale: Subresource = {
  name: 'scale',
  kind: 'Scale',
  group: 'autoscaling',
  version: 'v1',
  verbs: readWrite,
};
const stream = (name: string, kind: string): Subresource => ({ name, kind, verbs: ['create', 'get'] });
const proxy = (kind: string): Subresource => ({
  name: 'proxy',
  kind,
  verbs: ['create', 'delete', 'get', 'patch', 'update'],
});

interface Row {
  readonly short?: string;
  readonly clusterScoped?: true;
  readonly all?: true;
  readonly verbs?: readonly string[];
  readonly subresources?: readonly Subresource[];
  readonly generation?: true;
}

function row(groupVersion: string, plural: string, kind: string, rest: Row = {}): Resource {
  const [group, version] = groupVersion.includes('/') ? groupVersion.split('/') : ['', groupVersion];
  return {
    group: group ?? '',
    version: version ?? '',
    plural,
    singular: kind.toLowerCase(),
    kind,
    shortNames: rest.short ? rest.short.split(' ') : [],
    namespaced: rest.clusterScoped !== true,
    verbs: rest.verbs ?? everyVerb,
    categories: rest.all ? ['all'] : [],
    subresources: rest.subresources ?? [],
    generation: rest.generation === true,
  };
}

/** All served resources, in discovery order. */
export const resources: readonly Resource[] = [
  row('v1', 'configmaps', 'ConfigMap', { short: 'cm' }),
  row('v1', 'endpoints', 'Endpoints', { short: 'ep' }),
  row('v1', 'events', 'Event', { short: 'ev' }),
  row('v1', 'limitranges', 'LimitRange', { short: 'limits' }),
  row('v1', 'namespaces', 'Namespace', {
    short: 'ns',
    clusterScoped: true,
    verbs: everyVerb.filter((verb) => verb !== 'deletecollection'),
    subresources: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }, status('Namespace')],
  }),
  row('v1', 'nodes', 'Node', { short: 'no', clusterScoped: true, subresources: [status('Node')] }),
  row('v1', 'persistentvolumeclaims', 'PersistentVolumeClaim', {
    short: 'pvc',
    subresources: [status('PersistentVolumeClaim')],
  }),
  row('v1', 'persistentvolumes', 'PersistentVolume', {
    short: 'pv',
    clusterScoped: true,
    subresources: [status('PersistentVolume')],
  }),
  row('v1', 'pods', 'Pod', {
    short: 'po',
    all: true,
    subresources: [
      { name: 'attach', kind: 'PodAttachOptions', verbs: ['create', 'get'] },
      { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
      stream('exec', 'PodExecOptions'),
      { name: 'log', kind: 'Pod', verbs: ['get'] },
      stream('portforward', 'PodPortForwardOptions'),
      proxy('PodProxyOptions'),
      status('Pod'),
    ],
  }),
  row('v1', 'resourcequotas', 'ResourceQuota', {
    short: 'quota',
    subresources: [status('ResourceQuota')],
  }),
  row('v1', 'secrets', 'Secret'),
  row('v1', 'serviceaccounts', 'ServiceAccount', { short: 'sa' }),
  row('v1', 'services', 'Service', {
    short: 'svc',
    all: true,
    subresources: [proxy('ServiceProxyOptions'), status('Service')],
  }),
  row('apiextensions.k8s.io/v1', 'customresourcedefinitions', 'CustomResourceDefinition', {
    short: 'crd crds',
    clusterScoped: true,
    verbs: ['get', 'list', 'watch'],
  }),
  row('apps/v1', 'controllerrevisions', 'ControllerRevision'),
  row('apps/v1', 'daemonsets', 'DaemonSet', {
    short: 'ds',
    all: true,
    generation: true,
    subresources: [status('DaemonSet')],
  }),
  row('apps/v1', 'deployments', 'Deployment', {
    short: 'deploy',
    all: true,
    generation: true,
    subresources: [scale, status('Deployment')],
  }),
  row('apps/v1', 'replicasets', 'ReplicaSet', {
    short: 'rs',
    all: true,
    generation: true,
    subresources: [scale, status('ReplicaSet')],
  }),
  row('apps/v1', 'statefulsets', 'StatefulSet', {
    short: 'sts',
    all: true,
    generation: true,
    subresources: [scale, status('StatefulSet')],
  }),
  row('events.k8s.io/v1', 'events', 'Event', { short: 'ev' }),
  row('authorization.k8s.io/v1', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview', {
    clusterScoped: true,
    verbs: ['create'],
  }),
  row('authorization.k8s.io/v1', 'selfsubjectrulesreviews', 'SelfSubjectRulesReview', {
    clusterScoped: true,
    verbs: ['create'],
  }),
  row('authentication.k8s.io/v1', 'selfsubjectreviews', 'SelfSubjectReview', {
    clusterScoped: true,
    verbs: ['create'],
  }),
  row('autoscaling/v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler', {
    short: 'hpa',
    all: true,
    subresources: [status('HorizontalPodAutoscaler')],
  }),
  row('autoscaling/v1', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler', {
    short: 'hpa',
    all: true,
    subresources: [status('HorizontalPodAutoscaler')],
  }),
  row('batch/v1', 'cronjobs', 'CronJob', {
    short: 'cj',
    all: true,
    generation: true,
    subresources: [status('CronJob')],
  }),
  row('batch/v1', 'jobs', 'Job', { all: true, generation: true, subresources: [status('Job')] }),
  row('coordination.k8s.io/v1', 'leases', 'Lease'),
  row('discovery.k8s.io/v1', 'endpointslices', 'EndpointSlice', { generation: true }),
  row('networking.k8s.io/v1', 'ingressclasses', 'IngressClass', { clusterScoped: true, generation: true }),
  row('networking.k8s.io/v1', 'ingresses', 'Ingress', {
    short: 'ing',
    generation: true,
    subresources: [status('Ingress')],
  }),
  row('networking.k8s.io/v1', 'networkpolicies', 'NetworkPolicy', { short: 'netpol', generation: true }),
  row('policy/v1', 'poddisruptionbudgets', 'PodDisruptionBudget', {
    short: 'pdb',
    generation: true,
    subresources: [status('PodDisruptionBudget')],
  }),
  row('rbac.authorization.k8s.io/v1', 'clusterrolebindings', 'ClusterRoleBinding', { clusterScoped: true }),
  row('rbac.authorization.k8s.io/v1', 'clusterroles', 'ClusterRole', { clusterScoped: true }),
  row('rbac.authorization.k8s.io/v1', 'rolebindings', 'RoleBinding'),
  row('rbac.authorization.k8s.io/v1', 'roles', 'Role'),
  row('storage.k8s.io/v1', 'storageclasses', 'StorageClass', { short: 'sc', clusterScoped: true }),
];

const byPlural = new Map([...resources].reverse().map((resource) => [resource.plural, resource]));
const byPath = new Map(
  resources.map((resource) => [`${groupVersion(resource)}/${resource.plural}`, resource]),
);

/** The stored resource with this plural: in the first of its groups. */
export function findResource(plural: string): Resource | undefined {
  return byPlural.get(plural);
}

/** The resource of `/apis/GROUP/VERSION/PLURAL`, or of `/api/v1/PLURAL` with an empty group. */
export function findServed(group: string, version: string, plural: string): Resource | undefined {
  return byPath.get(`${groupVersion({ group, version })}/${plural}`);
}

/** `statefulsets.apps`, or `pods` in the core group, as in error messages. */
export function groupResource(resource: Pick<Resource, 'group' | 'plural'>): string {
  return resource.group ? `${resource.plural}.${resource.group}` : resource.plural;
}

/** `apps/v1`, or `v1` in the core group. */
export function groupVersion(resource: Pick<Resource, 'group' | 'version'>): string {
  return resource.group ? `${resource.group}/${resource.version}` : resource.version;
}
