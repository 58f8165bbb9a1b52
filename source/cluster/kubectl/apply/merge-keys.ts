/**
 * How lists of the built-in kinds merge, as their Go types say it (`patchStrategy`, `patchMergeKey`; the OpenAPI documents carry
 * the same as `x-kubernetes-patch-…`). A list that is not named here is atomic.
 */
export type ListRule =
  | { readonly kind: 'maps'; readonly key: string; readonly retainKeys?: boolean }
  | { readonly kind: 'primitives' }
  | { readonly kind: 'atomic' };

const atomic: ListRule = { kind: 'atomic' };

/** By the path of field names, its end first: the longest that fits wins. */
const rules: readonly (readonly [suffix: string, rule: ListRule])[] = [
  ['containers.ports', { kind: 'maps', key: 'containerPort' }],
  ['initContainers.ports', { kind: 'maps', key: 'containerPort' }],
  ['spec.ports', { kind: 'maps', key: 'port' }],
  ['spec.containers', { kind: 'maps', key: 'name' }],
  ['spec.initContainers', { kind: 'maps', key: 'name' }],
  ['spec.ephemeralContainers', { kind: 'maps', key: 'name' }],
  ['containers.env', { kind: 'maps', key: 'name' }],
  ['initContainers.env', { kind: 'maps', key: 'name' }],
  ['volumeMounts', { kind: 'maps', key: 'mountPath' }],
  ['volumeDevices', { kind: 'maps', key: 'devicePath' }],
  ['spec.volumes', { kind: 'maps', key: 'name', retainKeys: true }],
  ['imagePullSecrets', { kind: 'maps', key: 'name' }],
  ['spec.hostAliases', { kind: 'maps', key: 'ip' }],
  ['topologySpreadConstraints', { kind: 'maps', key: 'topologyKey' }],
  ['status.conditions', { kind: 'maps', key: 'type' }],
  ['metadata.ownerReferences', { kind: 'maps', key: 'uid' }],
  ['metadata.finalizers', { kind: 'primitives' }],
  ['secrets', { kind: 'maps', key: 'name' }],
];

/** The rule for the list at `path`; list indexes are no part of a path. */
export function listRule(path: readonly string[]): ListRule {
  const joined = `.${path.join('.')}`;
  // A StatefulSet's claim templates are one atomic list: nothing in them merges.
  return rules.find(([suffix]) => joined.endsWith(`.${suffix}`))?.[1] ?? atomic;
}

/** Maps of which a patch names all keys that stay: fields of a union. */
export function retainsKeys(path: readonly string[]): boolean {
  return path.length === 2 && path[0] === 'spec' && path[1] === 'strategy';
}
