import { bytes, flag, text } from './gnostic-wire.ts';
import { kindOf, type Operation } from './operations.ts';
import type { Schema } from './schema.ts';

/*
 * Messages of gnostic's OpenAPIv2.proto, as far as the documents use them. Field numbers:
 *
 *   NamedSchema      name 1, value 2            NamedPathItem  name 1, value 2
 *   Schema           _ref 1, format 2, description 4, required 19, additional_properties 21, type 22, items 23, properties 25,
 *                    vendor_extension 31
 *   PathItem         get 2, put 3, post 4, delete 5, patch 8
 *   Operation        produces 6, consumes 7, parameters 8, responses 9, vendor_extension 13
 *   QueryParameterSubSchema  in 2, name 4, type 6, unique_items 20; in NonBodyParameter 3, Parameter 2, ParametersItem 1
 *   NamedAny         name 1, value 2            Any  yaml 2
 */

/** A definition or a property with its schema. */
export function namedSchema(name: string, schema: Schema): Buffer {
  return Buffer.concat([text(1, name), bytes(2, schemaMessage(schema))]);
}

function schemaMessage(schema: Schema): Buffer {
  const { $ref, format, description, required = [], additionalProperties, type, items, properties } = schema;
  const named = Object.entries(properties ?? {}).map(([name, inner]) => bytes(1, namedSchema(name, inner)));
  return Buffer.concat([
    text(1, $ref),
    text(2, format),
    text(4, description),
    ...required.map((name) => text(19, name)),
    ...(additionalProperties ? [bytes(21, bytes(1, schemaMessage(additionalProperties)))] : []),
    ...(type === undefined ? [] : [bytes(22, text(1, type))]),
    ...(items ? [bytes(23, bytes(1, schemaMessage(items)))] : []),
    ...(named.length > 0 ? [bytes(25, Buffer.concat(named))] : []),
    ...extensions(31, schema),
  ]);
}

const methodFields = { get: 2, put: 3, post: 4, delete: 5, patch: 8 } as const;

/** A path with its operations. */
export function namedPath(path: string, operations: readonly Operation[]): Buffer {
  const methods = operations.map((operation) =>
    bytes(methodFields[operation.method], operationMessage(operation)),
  );
  return Buffer.concat([text(1, path), bytes(2, Buffer.concat(methods))]);
}

function operationMessage({ action, consumes, query, resource }: Operation): Buffer {
  const response = Buffer.concat([text(1, '200'), bytes(2, bytes(1, text(1, 'OK')))]);
  return Buffer.concat([
    text(6, 'application/json'),
    text(6, 'application/yaml'),
    ...consumes.map((type) => text(7, type)),
    ...query.map((name) => bytes(8, queryParameter(name))),
    bytes(9, bytes(1, response)),
    ...extensions(13, {
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': kindOf(resource),
    }),
  ]);
}

function queryParameter(name: string): Buffer {
  const parameter = Buffer.concat([text(2, 'query'), text(4, name), text(6, 'string'), flag(20, true)]);
  return bytes(1, bytes(2, bytes(3, parameter)));
}

/** Extensions hold YAML; JSON is YAML. */
function extensions(field: number, of: object): Buffer[] {
  return Object.entries(of)
    .filter(([name]) => name.startsWith('x-'))
    .map(([name, value]) =>
      bytes(field, Buffer.concat([text(1, name), bytes(2, text(2, `${JSON.stringify(value)}\n`))])),
    );
}
