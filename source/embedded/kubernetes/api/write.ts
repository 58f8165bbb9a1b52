import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { Pace } from '../../bounds/lanes/api.ts';
import { checkShape } from '../objects/json-shape.ts';
import type { Resource } from '../objects/resources.ts';
import { alreadyExists, badRequest, conflict, methodNotAllowed } from '../objects/status-error.ts';
import type { ObjectDraft } from '../objects/store-api.ts';
import { timestamp } from '../objects/values.ts';
import { cannotHandle, decode } from '../schema/decode.ts';
import { validateUpdate } from '../validation/immutable.ts';
import { validate } from '../validation/validate.ts';
import { admit, checkIdentity, checkNamespace } from './admission.ts';
import { parseBody, readBody, requireObject } from './body.ts';
import type { ApiContext, ApiRequest } from './context.ts';
import { requireTarget } from './read.ts';
import { type OptionsKind, optionsKind, unsupportedOption } from './request-options.ts';
import { sendObject } from './respond-object.ts';
import { servedForm, storedForm } from './served-form.ts';

export async function requestBody(context: ApiContext, { request }: ApiRequest): Promise<unknown> {
  const bytes = await readBody(request, context.held);
  return parseBody(bytes, request.headers['content-type'], context.yaml);
}

/** `dryRun=All`: everything but the write. */
export function isDryRun(query: URLSearchParams, kind: OptionsKind): boolean {
  const values = query.getAll('dryRun').filter((value) => value !== '');
  if (values.some((value) => value !== 'All')) throw unsupportedOption(kind, 'dryRun', values, ['All']);
  return values.length > 0;
}

/**
 * Reads a body as its kind. Unknown fields are refused, reported in a Warning header or dropped, according to `fieldValidation`; those in
 * `known` were in the object before and are not reported.
 */
function decodeFields(api: ApiRequest, body: Record<string, unknown>, known?: KubeObject): KubeObject {
  const { resource } = api.target;
  const { object, unknownFields } = decode(resource, body);
  const isKnown = known !== undefined && unknownFields.length > 0;
  const tolerated = new Set(isKnown ? decode(resource, known).unknownFields : []);
  const unknown = unknownFields
    .filter((field) => !tolerated.has(field))
    .map((field) => `unknown field "${field}"`);
  const kind = optionsKind(api);
  const mode = api.query.get('fieldValidation') || 'Warn';
  if (mode !== 'Strict' && mode !== 'Warn' && mode !== 'Ignore')
    throw unsupportedOption(kind, 'fieldValidation', mode, ['', 'Ignore', 'Strict', 'Warn']);
  if (unknown.length > 0 && mode === 'Strict')
    throw badRequest(`${cannotHandle(resource)}: strict decoding error: ${unknown.slice(0, 50).join(', ')}`);
  if (mode === 'Warn') warn(api, unknown);
  return object as KubeObject;
}

// Warning: 299 - "text", with quotes and backslashes escaped (RFC 7234, section 5.5)
function warn({ response }: ApiRequest, texts: readonly string[]): void {
  const headers = texts
    .slice(0, 10)
    .map((text) => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200))
    .map((text) => `299 - "${text.replace(/["\\]/g, '\\$&')}"`);
  if (headers.length > 0) response.setHeader('Warning', headers);
}

/** Only controllers write status; these kinds are created with the status in the body. */
const createdWithStatus = new Set(['nodes', 'endpoints']);

function dropStatus(resource: Resource, object: KubeObject): void {
  const hasStatus = resource.subresources.some(({ name }) => name === 'status');
  if (hasStatus && !createdWithStatus.has(resource.plural)) delete object.status;
}

/**
 * POST to a collection: decodes, admits (defaults, allocation), validates and stores. Knows `dryRun` and `fieldValidation`.
 * Reference: https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export async function createObject(context: ApiContext, api: ApiRequest): Promise<void> {
  const { resource, namespace, name } = api.target;
  if (name !== undefined) throw methodNotAllowed();
  if (resource.namespaced && namespace === undefined) throw methodNotAllowed();
  const dryRun = isDryRun(api.query, optionsKind(api));
  const body = requireObject(await requestBody(context, api));
  const pace = new Pace();
  checkIdentity(api.target, body);
  const object = storedForm(resource, decodeFields(api, body));
  await pace.pause();
  const { metadata } = object;
  if (metadata.resourceVersion)
    throw badRequest('resourceVersion should not be set on objects to be created');
  if (namespace !== undefined) checkNamespace(context.store, resource, namespace, metadata.name ?? '');
  if (metadata.name && context.store.get(resource.plural, namespace, metadata.name))
    throw alreadyExists(resource, metadata.name);
  dropStatus(resource, object);
  admit(context.store, resource, object);
  validate(resource, object);
  const created = dryRun ? asIfCreated(context, object) : context.store.create(resource.plural, object);
  await pace.pause();
  await sendObject(context, api, 201, created);
}

function asIfCreated(context: ApiContext, object: ObjectDraft): KubeObject {
  const copy = structuredClone(object) as KubeObject;
  copy.metadata.name ||= `${copy.metadata.generateName}xxxxx`;
  Object.assign(copy.metadata, { uid: randomUUID(), creationTimestamp: timestamp(context.now()) });
  return copy;
}

/**
 * PUT of an object, or of its status: the body takes its place. 409 where the body's `resourceVersion` is not the current one.
 * Reference: https://kubernetes.io/docs/reference/using-api/api-concepts/
 * Differs from Kubernetes: there is no field management.
 */
export async function replaceObject(context: ApiContext, api: ApiRequest): Promise<void> {
  requireTarget(context, api);
  const body = requireObject(await requestBody(context, api));
  checkIdentity(api.target, body);
  await updateObject(context, api, () => body);
}

/** How often an update is retried after a concurrent write, as in the API server. */
const mostTries = 5;

/** Applies `change` to the object and responds. It runs in slices, between which others may write the same object: then it starts over. */
export async function updateObject(
  context: ApiContext,
  api: ApiRequest,
  change: (served: KubeObject) => Record<string, unknown>,
): Promise<void> {
  const { resource } = api.target;
  const pace = new Pace();
  for (let tries = 1; ; tries++) {
    const current = requireTarget(context, api);
    const body = change(servedForm(resource, current));
    await pace.pause();
    const next = readUpdate(api, current, body);
    await pace.pause();
    if (requireTarget(context, api) !== current) {
      if (tries < mostTries) continue;
      throw conflict(resource, current.metadata.name);
    }
    const updated = writeUpdate(context, api, current, next);
    await pace.pause();
    await sendObject(context, api, 200, updated);
    return;
  }
}

/** The replacement of `current`, in its stored form. Throws a StatusError: a 400 for a malformed object, a 409 for a stale version. */
function readUpdate(api: ApiRequest, current: KubeObject, body: Record<string, unknown>): KubeObject {
  const { resource, namespace } = api.target;
  const { name } = current.metadata;
  checkShape(body);
  checkIdentity({ resource, namespace, name }, body);
  const next = storedForm(resource, decodeFields(api, body, servedForm(resource, current)));
  const { metadata } = next;
  if (metadata.resourceVersion && metadata.resourceVersion !== current.metadata.resourceVersion)
    throw conflict(resource, name);
  if (metadata.uid && metadata.uid !== current.metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${current.metadata.uid}`;
    throw conflict(resource, name, why);
  }
  return next;
}

/** Replaces `current` by `next` if that is allowed; server-managed fields stay. */
function writeUpdate(
  context: ApiContext,
  api: ApiRequest,
  current: KubeObject,
  next: KubeObject,
): KubeObject {
  const { resource, namespace, subresource } = api.target;
  const { name } = current.metadata;
  const dryRun = isDryRun(api.query, optionsKind(api));
  const hasStatus = resource.subresources.some((it) => it.name === 'status');
  const change = (object: KubeObject) => {
    for (const field of Object.keys(object)) delete object[field];
    Object.assign(object, next);
    if (hasStatus && subresource !== 'status')
      restore(object, structuredClone({ status: current.status }), 'status');
    for (const field of ['deletionTimestamp', 'deletionGracePeriodSeconds'])
      restore(object.metadata, current.metadata, field);
    if (subresource === 'status') return;
    admit(context.store, resource, object, current);
    validate(resource, object);
    validateUpdate(resource, current, object);
  };
  if (dryRun) {
    const copy = { ...current };
    change(copy);
    const { resourceVersion, uid, creationTimestamp, generation } = current.metadata;
    Object.assign(copy.metadata, { resourceVersion, uid, creationTimestamp });
    // As the store would count it.
    if (generation !== undefined)
      copy.metadata.generation = generation + (isDeepStrictEqual(copy.spec, current.spec) ? 0 : 1);
    return copy;
  }
  return context.store.update(resource.plural, namespace, name, change, {
    uid: current.metadata.uid,
    isReplaced: true,
    ...(subresource === 'status' ? { subresource } : {}),
  });
}

function restore(to: Record<string, unknown>, from: Record<string, unknown>, field: string): void {
  if (from[field] === undefined) delete to[field];
  else to[field] = from[field];
}
