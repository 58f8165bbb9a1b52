import { LabError } from '../../errors/lab-error.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  objectIn,
  objectsIn,
  stringIn,
} from '../../json/json-value.ts';
import type { KindName, Stored } from '../../kubernetes-types/kinds.ts';
import type { ApiClient, ApiRequest } from './api-client.ts';
import { checkMetadata, decodeKind } from './decode-kind.ts';
import type { KubeList, KubeObject } from './kube-object.ts';

/*
 * Where objects of a server enter: every object comes either with its metadata checked and the rest as JSON, or decoded as its kind.
 */

/**
 * The object that a request answers with.
 * @throws LabError `protocol`: the response is not a Kubernetes object
 */
export async function requestObject(api: ApiClient, request: ApiRequest): Promise<KubeObject> {
  return kubeObject(await api.json(request), request.path);
}

/** The same, of a kind that is known. */
export async function requestKind<K extends KindName>(
  api: ApiClient,
  kind: K,
  request: ApiRequest,
): Promise<Stored<K>> {
  return decodeKind(kind, await api.json(request));
}

/** All objects of a kind at a path that lists them. */
export async function requestKinds<K extends KindName>(
  api: ApiClient,
  kind: K,
  request: ApiRequest,
): Promise<Stored<K>[]> {
  return (await requestKindList(api, kind, request)).items;
}

/** The same, with the version from which a watch continues. */
export async function requestKindList<K extends KindName>(
  api: ApiClient,
  kind: K,
  request: ApiRequest,
): Promise<{ readonly items: Stored<K>[]; readonly resourceVersion: string | undefined }> {
  const { items, resourceVersion } = kubeList(await api.json(request));
  return { items: items.map((item) => decodeKind(kind, item)), resourceVersion };
}

/**
 * A JSON value as a Kubernetes object. `from` is the path that it came from.
 * @throws LabError `protocol`: it has no metadata with a name, or its metadata are not of their types
 */
export function kubeObject(value: JsonValue | undefined, from: string): KubeObject {
  if (!isJsonObject(value) || !isJsonObject(value.metadata) || typeof value.metadata.name !== 'string')
    throw new LabError('protocol', `the API server's response to \`${from}\` is not a Kubernetes object`);
  checkMetadata(value.metadata);
  return value as KubeObject;
}

/** One page of a list; empty if the answer is none. */
export function kubeList(value: JsonValue): KubeList {
  const list: JsonObject = objectIn(value);
  const metadata = objectIn(list.metadata);
  return {
    resourceVersion: stringIn(metadata.resourceVersion),
    next: stringIn(metadata.continue) || undefined,
    items: objectsIn(list.items),
  };
}
