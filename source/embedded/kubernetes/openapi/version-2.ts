import { inSlices } from '../../bounds/lanes/api.ts';
import { resources } from '../objects/resources.ts';
import { allDefinitions } from './definitions.ts';
import { namedPath, namedSchema } from './gnostic-message.ts';
import { bytes, text } from './gnostic-wire.ts';
import { byPath, kindOf, type Operation, operationsOf } from './operations.ts';
import type { Schema } from './schema.ts';
import { schemaOf } from './schema-json.ts';

const refer = (name: string): string => `#/definitions/${name}`;
const info = { title: 'Kubernetes', version: 'v1.32.0' };

interface Forms {
  readonly json: Promise<string>;
  readonly protobuf: Promise<Buffer>;
}

let forms: Partial<Forms> = {};

/** `/openapi/v2` in JSON: one document for all groups. Made once, in slices. */
export function swaggerJson(): Promise<string> {
  const json = forms.json ?? buildJson();
  forms = { ...forms, json };
  return json;
}

/** The same as `openapi.v2.Document` of gnostic, which kubectl asks for. Made once, in slices. */
export function swaggerProtobuf(): Promise<Buffer> {
  const protobuf = forms.protobuf ?? buildProtobuf();
  forms = { ...forms, protobuf };
  return protobuf;
}

async function buildJson(): Promise<string> {
  const definitions: string[] = [];
  await inSlices(allDefinitions(), (definition) => {
    const schema = siblings(schemaOf(definition, refer));
    definitions.push(`${JSON.stringify(definition.name)}:${JSON.stringify(schema)}`);
  });
  const paths: string[] = [];
  await inSlices(byPath(resources.flatMap(operationsOf)), ([at, operations]) => {
    const methods = operations.map((operation) => [operation.method, operationJson(operation)]);
    paths.push(`${JSON.stringify(at)}:${JSON.stringify(Object.fromEntries(methods))}`);
  });
  return `{"swagger":"2.0","info":${JSON.stringify(info)},"paths":{${paths.join(',')}},"definitions":{${definitions.join(',')}}}`;
}

async function buildProtobuf(): Promise<Buffer> {
  const definitions: Buffer[] = [];
  await inSlices(allDefinitions(), ({ name, ...rest }) => {
    definitions.push(bytes(1, namedSchema(name, siblings(schemaOf({ name, ...rest }, refer)))));
  });
  const paths: Buffer[] = [];
  await inSlices(byPath(resources.flatMap(operationsOf)), ([at, operations]) => {
    paths.push(bytes(2, namedPath(at, operations)));
  });
  return Buffer.concat([
    text(1, '2.0'),
    bytes(2, Buffer.concat([text(1, info.title), text(2, info.version)])),
    bytes(8, Buffer.concat(paths)),
    bytes(9, Buffer.concat(definitions)),
  ]);
}

/** In this version a reference stands beside the extensions, as in the documents of kube-apiserver. */
function siblings(schema: Schema): Schema {
  const properties = Object.entries(schema.properties ?? {}).map(
    ([name, { allOf, ...rest }]): [string, Schema] => [name, { ...allOf?.[0], ...rest }],
  );
  return schema.properties === undefined ? schema : { ...schema, properties: Object.fromEntries(properties) };
}

function operationJson({ action, resource, query, consumes }: Operation): object {
  return {
    ...(consumes.length > 0 ? { consumes } : {}),
    produces: ['application/json', 'application/yaml'],
    parameters: query.map((name) => ({ name, in: 'query', type: 'string', uniqueItems: true })),
    responses: { '200': { description: 'OK' } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kindOf(resource),
  };
}
