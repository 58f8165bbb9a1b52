import { lastAppliedAnnotation } from '../../../kubernetes-values/well-known-names.ts';
import { ApiStatusError, isNotFound } from '../../api/api-errors.ts';
import { qualified, type ResourceType } from '../../api/discovery.ts';
import type { JsonMap, KubeObject } from '../../api/kube-object.ts';
import { resourcePath } from '../../api/paths.ts';
import { KubectlError } from '../errors/kubectl-error.ts';
import { lastAppliedText, type ManifestObject } from '../manifests/read-manifests.ts';
import { toCompactJson } from '../output/json.ts';
import type { VerbContext } from '../verb/verb.ts';
import { threeWayJsonMergePatch, threeWayPatch } from './three-way-merge.ts';

/** What became of an object, and what it was; `before` is undefined for one that was not there. */
export interface Applied {
  readonly object: KubeObject;
  readonly before?: KubeObject;
  readonly word: 'created' | 'configured' | 'unchanged';
}

export interface ApplyOptions {
  /** Whether the object remembers what was applied, as the base of the next apply. */
  readonly recorded: boolean;
  /** Nothing is written, not even for a dry run of the server. */
  readonly onlyLocal: boolean;
}

/** Creates an object, or brings it from what was applied last to what is wanted now. */
export async function applyOne(
  context: VerbContext,
  { source, object: wanted, type }: ManifestObject,
  query: Readonly<Record<string, string>>,
  { recorded, onlyLocal }: ApplyOptions,
): Promise<Applied> {
  const { name, namespace } = wanted.metadata;
  if (!name) {
    const shown = wanted.metadata.generateName;
    throw new KubectlError(
      shown
        ? `from ${shown}: cannot use generate name with apply`
        : `error when retrieving current configuration of:\nResource: "${qualified(type, 'Resource')}", GroupVersionKind: "${qualified(type, 'Kind')}"\nName: "", Namespace: "${namespace ?? ''}"\nfrom server for: ${JSON.stringify(source)}: resource name may not be empty`,
    );
  }
  const modified = recorded ? annotated(wanted) : withoutRecord(wanted);
  const path = resourcePath(type, namespace, name);
  let current: KubeObject;
  try {
    current = await context.api.json<KubeObject>({ path, signal: context.signal });
  } catch (error) {
    if (!isNotFound(error)) {
      throw withSource(
        error,
        `error when retrieving current configuration of:\n${info(type, wanted)}\nfrom server for: ${JSON.stringify(source)}: `,
      );
    }
    if (onlyLocal) return { object: wanted, word: 'created' };
    try {
      const object = await context.api.json<KubeObject>({
        method: 'POST',
        path: resourcePath(type, namespace),
        query,
        body: recorded ? modified : wanted,
        signal: context.signal,
      });
      return { object, word: 'created' };
    } catch (failure) {
      throw withSource(failure, `error when creating ${JSON.stringify(source)}: `);
    }
  }
  const before = current.metadata.annotations?.[lastAppliedAnnotation];
  if (before === undefined && recorded) {
    context.warn(
      `Warning: resource ${type.plural}/${name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`,
    );
  }
  const patch = patchFor(type, parseLastApplied(before), modified, current);
  // Without the server's word for it, kubectl takes an object that is there for changed.
  if (onlyLocal) return { object: current, before: current, word: 'configured' };
  if (Object.keys(patch).length === 0) return { object: current, before: current, word: 'unchanged' };
  try {
    const object = await context.api.json<KubeObject>({
      method: 'PATCH',
      path,
      query,
      contentType: isBuiltIn(type)
        ? 'application/strategic-merge-patch+json'
        : 'application/merge-patch+json',
      body: toCompactJson(patch),
      signal: context.signal,
    });
    return { object, before: current, word: 'configured' };
  } catch (error) {
    throw withSource(
      error,
      `error when applying patch:\n${toCompactJson(patch)}\nto:\n${info(type, wanted)}\nfor: ${JSON.stringify(source)}: error when patching ${JSON.stringify(source)}: `,
    );
  }
}

function patchFor(type: ResourceType, original: JsonMap, modified: KubeObject, current: KubeObject): JsonMap {
  const diff = isBuiltIn(type) ? threeWayPatch : threeWayJsonMergePatch;
  return diff(original, modified as unknown as JsonMap, current as unknown as JsonMap);
}

/** Groups whose kinds the API server knows merge keys for; a custom resource's group has a domain of its own. */
function isBuiltIn(type: ResourceType): boolean {
  return !type.group.includes('.') || type.group.endsWith('.k8s.io');
}

function withoutRecord(object: KubeObject): KubeObject {
  const bare = structuredClone(object);
  bare.metadata.annotations ??= {};
  delete bare.metadata.annotations[lastAppliedAnnotation];
  return bare;
}

function annotated(object: KubeObject): KubeObject {
  const bare = withoutRecord(object);
  const text = lastAppliedText(bare as unknown as JsonMap);
  bare.metadata.annotations = { ...bare.metadata.annotations, [lastAppliedAnnotation]: text };
  return bare;
}

function parseLastApplied(text: string | undefined): JsonMap {
  if (text === undefined) return {};
  try {
    return JSON.parse(text) as JsonMap;
  } catch {
    return {};
  }
}

function info(type: ResourceType, { metadata }: KubeObject): string {
  return `Resource: "${qualified(type, 'Resource')}", GroupVersionKind: "${qualified(type, 'Kind')}"\nName: ${JSON.stringify(metadata.name)}, Namespace: ${JSON.stringify(metadata.namespace ?? '')}`;
}

/** The same failure, saying which file it is about. */
function withSource(error: unknown, prefix: string): unknown {
  if (!(error instanceof ApiStatusError)) return error;
  return new ApiStatusError({ ...error.status, message: `${prefix}${error.message}` });
}
