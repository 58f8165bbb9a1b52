import { groupVersion } from '../schema/resources.ts';
import { badRequest, StatusError } from '../store/status-error.ts';
import type { KubeObject } from '../store-api.ts';
import { partialMetadata, type TableOptions, toTable } from '../tables/table.ts';
import type { ApiRequest } from './context.ts';
import { negotiate, type Representation } from './negotiate.ts';
import { sendJson, sendYaml } from './respond.ts';
import { servedForm } from './served-form.ts';

/** The representation that the request asks for; 406 if there is none. */
export function representationOf({ request }: ApiRequest): Representation {
  const representation = negotiate(request.headers.accept);
  if (representation) return representation;
  throw new StatusError(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/yaml',
  );
}

/** How rows of a Table are made for this request. */
export function tableOptions(
  { query, target }: ApiRequest,
  version: 'v1' | 'v1beta1',
  metadata: object,
  now: number,
): TableOptions {
  const includeObject = query.get('includeObject') ?? 'Metadata';
  if (includeObject !== 'None' && includeObject !== 'Metadata' && includeObject !== 'Object')
    throw badRequest(`unrecognized includeObject value: \`${includeObject.slice(0, 40)}\``);
  return { version, includeObject, metadata, now, asServed: (object) => servedForm(target.resource, object) };
}

/** Sends one object as the request wants to see it. */
export function sendObject(api: ApiRequest, code: number, stored: KubeObject, now: number): void {
  const object = servedForm(api.target.resource, stored);
  const representation = representationOf(api);
  if (representation.as === 'object') {
    if (representation.yaml) sendYaml(api.response, code, object);
    else sendJson(api.response, code, object);
  } else if (representation.as === 'Table') {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const options = tableOptions(api, representation.version, metadata, now);
    sendJson(api.response, code, toTable(api.target.resource.plural, [stored], options));
  } else sendJson(api.response, code, partialMetadata(object, representation.version));
}

export interface ListMetadata {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** Sends a list; its items have no kind of their own, as in a typed list. */
export function sendList(
  api: ApiRequest,
  items: readonly KubeObject[],
  metadata: ListMetadata,
  now: number,
): void {
  const { resource } = api.target;
  const representation = representationOf(api);
  if (representation.as === 'Table') {
    const options = tableOptions(api, representation.version, metadata, now);
    sendJson(api.response, 200, toTable(resource.plural, items, options));
    return;
  }
  if (representation.as !== 'object') {
    sendJson(api.response, 200, {
      kind: 'PartialObjectMetadataList',
      apiVersion: `meta.k8s.io/${representation.version}`,
      metadata,
      items: items.map((item) => partialMetadata(item, representation.version)),
    });
    return;
  }
  const list = {
    kind: `${resource.kind}List`,
    apiVersion: groupVersion(resource),
    metadata,
    items: items.map((item) => {
      const { apiVersion: _version, kind: _kind, ...rest } = servedForm(resource, item);
      return rest;
    }),
  };
  if (representation.yaml) sendYaml(api.response, 200, list);
  else sendJson(api.response, 200, list);
}
