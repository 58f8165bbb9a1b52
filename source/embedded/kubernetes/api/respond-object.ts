import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { inSlices } from '../../bounds/lanes/api.ts';
import { groupVersion } from '../objects/resources.ts';
import { badRequest, StatusError } from '../objects/status-error.ts';
import { partialMetadata, type TableOptions, tableRow, toTable } from '../tables/table.ts';
import type { ApiContext, ApiRequest } from './context.ts';
import { negotiate, type Representation } from './negotiate.ts';
import { sendJson, sendJsonList, sendYaml } from './respond.ts';
import { servedForm } from './served-form.ts';
import { sharedItem } from './shared-json.ts';

/** The representation that the request accepts; 406 if there is none. */
export function representationOf({ request }: ApiRequest): Representation {
  const representation = negotiate(request.headers.accept);
  if (representation) return representation;
  throw new StatusError(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/yaml',
  );
}

/** How to build Table rows for this request. */
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

/** Sends one object in the requested representation. */
export async function sendObject(
  context: ApiContext,
  api: ApiRequest,
  code: number,
  stored: KubeObject,
): Promise<void> {
  const object = servedForm(api.target.resource, stored);
  const representation = representationOf(api);
  if (representation.as === 'object') {
    if (representation.yaml) await sendYaml(api.response, code, JSON.stringify(object), context.yaml);
    else sendJson(api.response, code, object);
  } else if (representation.as === 'Table') {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const options = tableOptions(api, representation.version, metadata, context.now());
    sendJson(api.response, code, toTable(api.target.resource.plural, [stored], options));
  } else sendJson(api.response, code, partialMetadata(object, representation.version));
}

export interface ListMetadata {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** Sends a list; as in a typed list, its items have no kind. */
export async function sendList(
  context: ApiContext,
  api: ApiRequest,
  items: readonly KubeObject[],
  metadata: ListMetadata,
): Promise<void> {
  const { resource } = api.target;
  const { response } = api;
  const representation = representationOf(api);
  if (representation.as === 'Table') {
    const options = tableOptions(api, representation.version, metadata, context.now());
    const table = toTable(resource.plural, [], options);
    await sendJsonList(response, around({ ...table, rows: [] }), items, (item) =>
      JSON.stringify(tableRow(resource.plural, item, options)),
    );
    return;
  }
  if (representation.as !== 'object') {
    const { version } = representation;
    const list = { kind: 'PartialObjectMetadataList', apiVersion: `meta.k8s.io/${version}`, metadata };
    await sendJsonList(response, around({ ...list, items: [] }), items, (item) =>
      JSON.stringify(partialMetadata(item, version)),
    );
    return;
  }
  const list = { kind: `${resource.kind}List`, apiVersion: groupVersion(resource), metadata };
  const itemJson = (item: KubeObject): string => {
    const { apiVersion: _version, kind: _kind, ...rest } = servedForm(resource, item);
    return JSON.stringify(rest);
  };
  const [head, tail] = around({ ...list, items: [] });
  if (!representation.yaml) {
    await sendJsonList(response, [head, tail], items, (item) =>
      sharedItem(item, groupVersion(resource), () => itemJson(item)),
    );
    return;
  }
  const all: string[] = [];
  await inSlices(items, (item) => all.push(itemJson(item)));
  await sendYaml(response, 200, `${head}${all.join(',')}${tail}`, context.yaml);
}

/** The JSON of an object before and after the items of its last field, an empty list. */
function around(list: object): [head: string, tail: string] {
  const json = JSON.stringify(list);
  return [json.slice(0, -2), json.slice(-2)];
}
