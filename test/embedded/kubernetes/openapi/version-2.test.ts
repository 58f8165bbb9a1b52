import { expect, test } from 'vitest';
import { swaggerJson, swaggerProtobuf } from '../../../../source/embedded/kubernetes/openapi/version-2.ts';

type Message = ReadonlyMap<number, readonly (Buffer | number)[]>;

/** The fields of a message by number. */
function decode(bytes: Buffer): Message {
  const fields = new Map<number, (Buffer | number)[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let power = 1; ; power *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 0x7f) * power;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const size = varint();
    const value = tag % 8 === 2 ? bytes.subarray(at, at + size) : size;
    if (tag % 8 === 2) at += size;
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  expect(at).toBe(bytes.length);
  return fields;
}

const inner = (message: Message, field: number): Message => decode(message.get(field)?.[0] as Buffer);
const textIn = (message: Message, field: number): string => String(message.get(field)?.[0] ?? '');

test('the protobuf document has the same definitions and paths as the JSON one', async () => {
  const json = JSON.parse(await swaggerJson()) as {
    paths: object;
    definitions: Record<string, { properties?: object }>;
  };
  const document = decode(await swaggerProtobuf());
  expect(textIn(document, 1)).toBe('2.0');
  const definitions = (inner(document, 9).get(1) as Buffer[]).map(decode);
  expect(definitions.map((named) => textIn(named, 1))).toEqual(Object.keys(json.definitions));
  for (const named of definitions) {
    const properties = Object.keys(json.definitions[textIn(named, 1)]?.properties ?? {});
    const schema = inner(named, 2);
    const found = schema.has(25) ? (inner(schema, 25).get(1) as Buffer[]).map(decode) : [];
    expect(found.map((property) => textIn(property, 1))).toEqual(properties);
  }
  const paths = (inner(document, 8).get(2) as Buffer[]).map(decode);
  expect(paths.map((named) => textIn(named, 1))).toEqual(Object.keys(json.paths));
});

test('a reference and a patch strategy may stand side by side in this version', async () => {
  const { definitions } = JSON.parse(await swaggerJson());
  expect(definitions['io.k8s.api.apps.v1.DeploymentSpec'].properties.strategy).toEqual({
    $ref: '#/definitions/io.k8s.api.apps.v1.DeploymentStrategy',
    'x-kubernetes-patch-strategy': 'retainKeys',
  });
});

test('the documents are generated once', async () => {
  expect(await swaggerProtobuf()).toBe(await swaggerProtobuf());
});
