import { createHash } from 'node:crypto';
import { inSlices } from '../../bounds/lanes/api.ts';
import { resources } from '../objects/resources.ts';
import { typeOf } from '../schema/object-types.ts';
import { definitionName, definitionsFor } from './definitions.ts';
import { byPath, kindOf, type Operation, operationsOf, versionPath } from './operations.ts';
import { schemaOf } from './schema-json.ts';

/** A document as it is sent, and a text that changes with it. */
export interface OpenApiDocument {
  readonly json: string;
  readonly hash: string;
}

/** Made when they are asked for the first time: they depend on the program only. */
const documents = new Map<string, Promise<OpenApiDocument>>();

/**
 * `/openapi/v3`: the documents, with the hash by which a client knows that its copy is current.
 * Reference: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3
 */
export async function openApiIndex(): Promise<object> {
  const paths: Record<string, object> = {};
  for (const path of new Set(resources.map(versionPath))) {
    const { hash } = (await openApiDocument(path)) as OpenApiDocument;
    paths[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` };
  }
  return { paths };
}

/** `/openapi/v3/apis/apps/v1`; `path` is the part after `/openapi/v3/`. Made in slices; undefined: there is no such group and version. */
export function openApiDocument(path: string): Promise<OpenApiDocument> | undefined {
  if (!resources.some((resource) => versionPath(resource) === path)) return undefined;
  const before = documents.get(path);
  if (before) return before;
  const document = build(path);
  documents.set(path, document);
  return document;
}

const refer = (name: string): string => `#/components/schemas/${name}`;

async function build(path: string): Promise<OpenApiDocument> {
  const served = resources.filter((resource) => versionPath(resource) === path);
  const schemas: string[] = [];
  await inSlices(definitionsFor(served), (definition) => {
    schemas.push(`${JSON.stringify(definition.name)}:${JSON.stringify(schemaOf(definition, refer))}`);
  });
  const paths: string[] = [];
  await inSlices(byPath(served.flatMap(operationsOf)), ([at, operations]) => {
    const methods = operations.map((operation) => [operation.method, operationJson(operation)]);
    paths.push(`${JSON.stringify(at)}:${JSON.stringify(Object.fromEntries(methods))}`);
  });
  const info = JSON.stringify({ title: 'Kubernetes', version: 'v1.32.0' });
  const json = `{"openapi":"3.0.0","info":${info},"paths":{${paths.join(',')}},"components":{"schemas":{${schemas.join(',')}}}}`;
  return { json, hash: createHash('sha512').update(json).digest('hex').toUpperCase().slice(0, 128) };
}

function operationJson({ action, resource, query, consumes, method }: Operation): object {
  const isPatch = method === 'patch';
  const schema = isPatch ? { type: 'object' } : { $ref: refer(definitionName(typeOf(resource))) };
  const content = Object.fromEntries(consumes.map((type) => [type, { schema }]));
  const hasBody = consumes.length > 0 && method !== 'delete';
  return {
    parameters: query.map((name) => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } })),
    ...(hasBody ? { requestBody: { content, required: true } } : {}),
    responses: { '200': { description: 'OK' } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kindOf(resource),
  };
}
