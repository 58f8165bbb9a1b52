import { StatusError } from '../objects/status-error.ts';
import { isRecord } from '../objects/values.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { applyStrategicMergePatch } from '../patch/strategic-merge-patch.ts';
import { typeOf } from '../schema/object-types.ts';
import { mediaType, parseBody, readBody, requireObject } from './body.ts';
import type { ApiContext, ApiRequest } from './context.ts';
import { updateObject } from './write.ts';

const accepted = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

/** Reads a PATCH body and returns the function that applies it. */
export async function readPatch(
  context: ApiContext,
  api: ApiRequest,
): Promise<(target: Record<string, unknown>) => unknown> {
  const type = mediaType(api.request.headers['content-type']);
  if (type.startsWith('application/apply-patch'))
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      'server-side apply is not supported by this cluster: apply without --server-side',
    );
  if (!accepted.includes(type))
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
    );
  const patch = await parseBody(await readBody(api.request, context.held), type, context.yaml);
  if (type === 'application/json-patch+json') return (target) => applyJsonPatch(target, patch);
  const fields = requireObject(patch);
  if (type === 'application/merge-patch+json') return (target) => applyMergePatch(target, fields);
  return (target) => applyStrategicMergePatch(target, fields, typeOf(api.target.resource));
}

/**
 * PATCH of an object, or of its status: JSON Patch (RFC 6902), merge patch (RFC 7386) or strategic merge patch, by media type.
 * Reference: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 * Differs from Kubernetes: server-side apply is refused with 415.
 */
export async function patchObject(context: ApiContext, api: ApiRequest): Promise<void> {
  const apply = await readPatch(context, api);
  // The URL's name and namespace go into the metadata.
  await updateObject(context, api, (served) => {
    const patched = requireObject(apply(served));
    return isRecord(patched.metadata) ? { ...patched, metadata: { ...patched.metadata } } : { ...patched };
  });
}
