import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { EnvFromSource, EnvVar } from '../../../kubernetes-types/core/environment.ts';
import type { ConfigMapKeySelector } from '../../../kubernetes-types/core/references.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { Store } from '../objects/store-api.ts';
import { ArgumentLimit } from './argument-limit.ts';
import { ContainerConfigError } from './container-config-error.ts';
import { expandVariables } from './expand.ts';
import { type DataKind, readTexts } from './object-data.ts';
import { type PodPlace, podField } from './pod-fields.ts';
import { resourceField } from './resource-field.ts';
import { serviceEnvironment } from './service-environment.ts';

/**
 * The variables that a manifest gives a container: Services, `envFrom`, then `env` in order, each seeing the variables before it. `HOSTNAME`
 * is not among them: the container runtime adds it, so `$(HOSTNAME)` stays as written. Throws `ContainerConfigError` for a missing ConfigMap,
 * Secret or key that is not optional.
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
  return known;
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
  if (from.resourceFieldRef) {
    const value = resourceField(pod, from.resourceFieldRef, container);
    if (value === undefined)
      throw new ContainerConfigError(`container ${from.resourceFieldRef.containerName} not found`);
    return value;
  }
  if (from.configMapKeyRef) return fromKey(store, namespace, 'configmap', from.configMapKeyRef);
  if (from.secretKeyRef) return fromKey(store, namespace, 'secret', from.secretKeyRef);
  return undefined;
}

function fromKey(
  store: Store,
  namespace: string,
  kind: DataKind,
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
