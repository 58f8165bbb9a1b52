import { LabError } from '../../../errors/lab-error.ts';
import { parseJson } from '../../../files/parse-json.ts';
import { type JsonObject, objectIn, valueAt } from '../../../json/json-value.ts';
import { lastAppliedAnnotation } from '../../../kubernetes-values/well-known-names.ts';
import { ApiStatusError, isNotFound } from '../../api/api-errors.ts';
import { qualified, type ResourceType } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { resourcePath } from '../../api/paths.ts';
import { requestObject } from '../../api/read-objects.ts';
import { KubectlError } from '../errors/kubectl-error.ts';
import { lastAppliedText, type ManifestObject, namedObject } from '../manifests/read-manifests.ts';
import { toCompactJson } from '../output/json.ts';
import type { VerbContext } from '../verb/verb.ts';
import { threeWayJsonMergePatch, threeWayPatch } from './three-way-merge.ts';

/** The outcome for one object; `before` is undefined if it did not exist. */
export interface Applied {
  readonly object: KubeObject;
  readonly before?: KubeObject;
  readonly word: 'created' | 'configured' | 'unchanged';
}

export interface ApplyOptions {
  /** Whether the applied manifest is stored in the object, as the base of the next apply. */
  readonly recorded: boolean;
  /** Sends nothing to the server, not even a dry run. */
  readonly onlyLocal: boolean;
}

/** Creates an object, or updates it from the last applied manifest to the new one. */
export async function applyOne(
  context: VerbContext,
  manifest: ManifestObject,
  query: Readonly<Record<string, string>>,
  { recorded, onlyLocal }: ApplyOptions,
): Promise<Applied> {
  const { source, object: wanted, type, name, namespace } = manifest;
  if (name === undefined) {
    const shown = valueAt(wanted, 'metadata', 'generateName');
    throw new KubectlError(
      shown
        ? `from ${shown}: cannot use generate name with apply`
        : `error when retrieving current configuration of:\nResource: "${qualified(type, 'Resource')}", GroupVersionKind: "${qualified(type, 'Kind')}"\nName: "", Namespace: "${namespace ?? ''}"\nfrom server for: ${JSON.stringify(source)}: resource name may not be empty`,
    );
  }
  const modified = recorded ? annotated(wanted) : withoutRecord(wanted);
  let path: string;
  let current: KubeObject;
  try {
    path = resourcePath(type, namespace, name);
    current = await requestObject(context.api, { path, signal: context.signal });
  } catch (error) {
    if (!isNotFound(error)) {
      throw withSource(
        error,
        `error when retrieving current configuration of:\n${info(manifest)}\nfrom server for: ${JSON.stringify(source)}: `,
      );
    }
    if (onlyLocal)
      return {
        object: namedObject({ ...manifest, object: recorded ? modified : wanted }).object,
        word: 'created',
      };
    try {
      const object = await requestObject(context.api, {
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
  // Without the server's confirmation, kubectl reports an existing object as configured.
  if (onlyLocal) return { object: current, before: current, word: 'configured' };
  if (Object.keys(patch).length === 0) return { object: current, before: current, word: 'unchanged' };
  try {
    const object = await requestObject(context.api, {
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
      `error when applying patch:\n${toCompactJson(patch)}\nto:\n${info(manifest)}\nfor: ${JSON.stringify(source)}: error when patching ${JSON.stringify(source)}: `,
    );
  }
}

function patchFor(
  type: ResourceType,
  original: JsonObject,
  modified: JsonObject,
  current: KubeObject,
): JsonObject {
  const diff = isBuiltIn(type) ? threeWayPatch : threeWayJsonMergePatch;
  return diff(original, modified, current);
}

/** Groups whose kinds the API server knows merge keys for; a custom resource's group has its own domain. */
function isBuiltIn(type: ResourceType): boolean {
  return !type.group.includes('.') || type.group.endsWith('.k8s.io');
}

function withoutRecord(object: JsonObject): JsonObject {
  const metadata = objectIn(object.metadata);
  const { [lastAppliedAnnotation]: _, ...annotations } = objectIn(metadata.annotations);
  return { ...object, metadata: { ...metadata, annotations } };
}

function annotated(object: JsonObject): JsonObject {
  const bare = withoutRecord(object);
  const metadata = objectIn(bare.metadata);
  const annotations = { ...objectIn(metadata.annotations), [lastAppliedAnnotation]: lastAppliedText(bare) };
  return { ...bare, metadata: { ...metadata, annotations } };
}

function parseLastApplied(text: string | undefined): JsonObject {
  return text === undefined ? {} : objectIn(parseJson(text));
}

function info({ type, name, namespace }: ManifestObject): string {
  return `Resource: "${qualified(type, 'Resource')}", GroupVersionKind: "${qualified(type, 'Kind')}"\nName: ${JSON.stringify(name ?? '')}, Namespace: ${JSON.stringify(namespace ?? '')}`;
}

/** The same failure, saying which file it is about. */
function withSource(error: unknown, prefix: string): unknown {
  if (error instanceof LabError && error.code === 'path')
    return new KubectlError(`${prefix}${error.message}`);
  if (!(error instanceof ApiStatusError)) return error;
  return new ApiStatusError({ ...error.status, message: `${prefix}${error.message}` });
}
