import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { EnvFromSource, EnvVar } from '../../../kubernetes-types/core/environment.ts';
import type {
  ConfigMapKeySelector,
  ResourceFieldSelector,
} from '../../../kubernetes-types/core/references.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { parseQuantity } from '../../../kubernetes-values/quantity.ts';
import type { Store } from '../objects/store-api.ts';
import { ArgumentLimit } from './argument-limit.ts';
import { ContainerConfigError } from './container-config-error.ts';
import { expandVariables } from './expand.ts';
import { type PodPlace, podField } from './pod-fields.ts';
import { serviceEnvironment } from './service-environment.ts';

/**
 * A container's environment: Services, `envFrom`, then `env` in order, each seeing the variables before it. Throws `ContainerConfigError`
 * for a missing ConfigMap, Secret or key that is not optional.
 */
export function resolveEnvironment(
  store: Store,
  pod: Stored<'pods'>,
  container: Container,
  place: PodPlace,
): Record<string, string> {
  const namespace = pod.metadata.namespace ?? 'default';
  const services = serviceEnvironment(store, namespace, pod.spec.enableServiceLinks !== false);
  const limit = new ArgumentLimit();
  const known: Record<string, string> = { ...services };
  for (const from of container.envFrom ?? []) Object.assign(known, fromSource(store, namespace, from));
  for (const variable of container.env ?? []) {
    const value = variableValue(store, pod, container, variable, known, place);
    if (value !== undefined) known[variable.name] = limit.take(value);
  }
  const hostname = pod.spec.hostname ?? pod.metadata.name;
  return { HOSTNAME: hostname, ...known };
}

function variableValue(
  store: Store,
  pod: Stored<'pods'>,
  container: Container,
  variable: EnvVar,
  known: Readonly<Record<string, string>>,
  place: PodPlace,
): string | undefined {
  const namespace = pod.metadata.namespace ?? 'default';
  const from = variable.valueFrom;
  if (!from) return expandVariables(String(variable.value ?? ''), known);
  if (from.fieldRef) {
    const value = podField(pod, from.fieldRef.fieldPath, place);
    if (value === undefined)
      throw new ContainerConfigError(`unsupported fieldPath: ${from.fieldRef.fieldPath}`);
    return value;
  }
  if (from.resourceFieldRef) return resourceField(pod, container, from.resourceFieldRef);
  if (from.configMapKeyRef) return fromKey(store, namespace, 'configmap', from.configMapKeyRef);
  if (from.secretKeyRef) return fromKey(store, namespace, 'secret', from.secretKeyRef);
  return undefined;
}

/** The entries of a ConfigMap or Secret by key; undefined if the object does not exist. */
export function readTexts(
  store: Store,
  namespace: string,
  kind: 'configmap' | 'secret',
  name: string,
): Record<string, string> | undefined {
  const object = store.get(`${kind}s`, namespace, name);
  if (!object) return undefined;
  const data = object.data ?? {};
  const decode = (value: unknown): string =>
    kind === 'secret' ? Buffer.from(String(value), 'base64').toString('utf8') : String(value);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decode(value)]));
}

function fromKey(
  store: Store,
  namespace: string,
  kind: 'configmap' | 'secret',
  reference: ConfigMapKeySelector,
): string | undefined {
  const texts = readTexts(store, namespace, kind, reference.name ?? '');
  const value = texts && Object.hasOwn(texts, reference.key) ? texts[reference.key] : undefined;
  if (value !== undefined || reference.optional) return value;
  if (!texts) throw new ContainerConfigError(`${kind} "${reference.name}" not found`);
  const named = kind === 'configmap' ? 'ConfigMap' : 'Secret';
  throw new ContainerConfigError(
    `couldn't find key ${reference.key} in ${named} ${namespace}/${reference.name}`,
  );
}

function fromSource(store: Store, namespace: string, source: EnvFromSource): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [kind, reference] of [
    ['configmap', source.configMapRef],
    ['secret', source.secretRef],
  ] as const) {
    if (!reference) continue;
    const texts = readTexts(store, namespace, kind, reference.name ?? '');
    if (!texts && !reference.optional)
      throw new ContainerConfigError(`${kind} "${reference.name}" not found`);
    for (const [key, value] of Object.entries(texts ?? {})) variables[`${source.prefix ?? ''}${key}`] = value;
  }
  return variables;
}

/** `limits.cpu`, `requests.memory`…, in units of the divisor, rounded up. Without a limit, the node's capacity. */
function resourceField(pod: Stored<'pods'>, container: Container, reference: ResourceFieldSelector): string {
  const named = pod.spec.containers.find(({ name }) => name === reference.containerName) ?? container;
  const [kind, resource = ''] = reference.resource.split('.');
  const given = named.resources?.[kind === 'limits' ? 'limits' : 'requests']?.[resource];
  const fallback = kind === 'limits' ? { cpu: '4', memory: '8Gi' }[resource] : '0';
  const divisor = parseQuantity(reference.divisor ?? '1') || 1;
  return String(Math.ceil(parseQuantity(given ?? fallback) / divisor));
}
