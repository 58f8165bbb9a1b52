import { LabError } from '../../errors/lab-error.ts';
import { isJsonObject, type JsonObject, type JsonValue, stringIn } from '../../json/json-value.ts';
import { type KindName, kinds, type Stored } from '../../kubernetes-types/kinds.ts';
import type { FieldType, ObjectType } from '../../kubernetes-types/schema/field-types.ts';
import { jsonFields } from '../../kubernetes-types/schema/json-fields.ts';

const metadataType: ObjectType = kinds.pods.fields.metadata[1];
const notKubernetes = 'this is not a Kubernetes API, or a proxy changes its responses';

/**
 * Reads what a server sent as an object of a kind, as Go's decoder does: a required field that is missing or null has its zero value,
 * another one that is null is missing. Fields that our schema does not know stay; the input is not changed.
 * @throws LabError `protocol`: a field is not of the type that the kind gives it
 */
export function decodeKind<K extends KindName>(kind: K, value: JsonValue | undefined): Stored<K> {
  const schema: ObjectType = kinds[kind];
  if (!isJsonObject(value))
    throw new LabError('protocol', `the API server sent something that is not a ${schema.name}`, {
      hint: notKubernetes,
    });
  const { metadata = {} } = value;
  if (!isJsonObject(metadata)) throw wrongType(schema, 'metadata', 'an object');
  const decoded: unknown = {
    ...decodeFields(schema, value, schema, ''),
    apiVersion: stringIn(value.apiVersion) ?? '',
    kind: schema.name,
    metadata: {
      name: '',
      uid: '',
      resourceVersion: '',
      creationTimestamp: '',
      ...decodeFields(metadataType, metadata, schema, 'metadata'),
    },
  };
  return decoded as Stored<K>;
}

/**
 * Checks the metadata of an object of any kind.
 * @throws LabError `protocol`: a field is not of its type
 */
export function checkMetadata(metadata: JsonObject): void {
  decodeFields(metadataType, metadata, metadataType, '');
}

/** `root` and `path` name the field in an error. */
function decodeFields(
  type: ObjectType,
  value: JsonObject,
  root: ObjectType,
  path: string,
): Record<string, unknown> {
  const result: Record<string, unknown> = { ...value };
  for (const [name, { type: fieldType, mark }] of jsonFields(type)) {
    const field = Object.hasOwn(value, name) ? value[name] : undefined;
    if (field !== undefined && (field !== null || mayBeNull(fieldType)))
      result[name] = decodeField(fieldType, field, root, path === '' ? name : `${path}.${name}`);
    else if (mark === 'required') result[name] = zeroOf(fieldType);
    else delete result[name];
  }
  return result;
}

function decodeField(type: FieldType, value: JsonValue, root: ObjectType, path: string): unknown {
  if (typeof type === 'object') {
    switch (type.type) {
      case 'object':
        if (!isJsonObject(value)) throw wrongType(root, path, 'an object');
        return decodeFields(type, value, root, path);
      case 'list':
        if (!Array.isArray(value)) throw wrongType(root, path, 'a list');
        return value.map((item, index) => decodeItem(type.of, item, root, `${path}[${index}]`));
      case 'map':
        if (!isJsonObject(value)) throw wrongType(root, path, 'an object');
        return Object.fromEntries(
          Object.entries(value).map(([key, item]) => [
            key,
            decodeItem(type.of, item, root, `${path}.${key}`),
          ]),
        );
    }
  }
  switch (type) {
    case 'bool':
      if (typeof value !== 'boolean') throw wrongType(root, path, 'true or false');
      return value;
    case 'int32':
    case 'int64':
      if (typeof value !== 'number') throw wrongType(root, path, 'a number');
      return value;
    case 'intOrString':
      if (typeof value !== 'number' && typeof value !== 'string')
        throw wrongType(root, path, 'a number or a string');
      return value;
    case 'quantity':
      if (typeof value !== 'number' && typeof value !== 'string') throw wrongType(root, path, 'a quantity');
      return String(value);
    case 'raw':
      return value;
    default:
      if (value === null && mayBeNull(type)) return null;
      if (typeof value !== 'string') throw wrongType(root, path, 'a string');
      return value;
  }
}

function decodeItem(type: FieldType, item: JsonValue | undefined, root: ObjectType, path: string): unknown {
  return item === null || item === undefined ? zeroOf(type) : decodeField(type, item, root, path);
}

const mayBeNull = (type: FieldType): boolean =>
  type === 'timeOrNull' || type === 'microTimeOrNull' || type === 'raw';

function zeroOf(type: FieldType): unknown {
  if (typeof type === 'object') {
    if (type.type === 'list') return [];
    return type.type === 'map' ? {} : decodeFields(type, {}, type, '');
  }
  switch (type) {
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'intOrString':
      return 0;
    case 'quantity':
      return '0';
    case 'raw':
    case 'timeOrNull':
    case 'microTimeOrNull':
      return null;
    default:
      return '';
  }
}

function wrongType(root: ObjectType, path: string, wanted: string): LabError {
  return new LabError(
    'protocol',
    `the API server sent an object of type ${root.name} whose \`${path}\` is not ${wanted}`,
    {
      hint: notKubernetes,
    },
  );
}
