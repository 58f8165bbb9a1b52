import type { FieldType, ObjectType, TimeScalar } from '../../../kubernetes-types/schema/field-types.ts';
import { jsonFields } from '../../../kubernetes-types/schema/json-fields.ts';
import { canonicalQuantity } from '../../../kubernetes-values/quantity.ts';
import type { Resource } from '../objects/resources.ts';
import { badRequest } from '../objects/status-error.ts';
import { isRecord } from '../objects/values.ts';
import { typeOf } from './object-types.ts';

export interface Decoded {
  readonly object: Record<string, unknown>;
  /** Paths that the kind does not have; they were dropped: `spec.template.spec.containers[0].foo`. */
  readonly unknownFields: readonly string[];
}

const maximumDepth = 64;

interface Context {
  readonly unknown: string[];
}

class Mismatch extends Error {}

/**
 * Reads a body as its kind: wrong types are a 400 in the words of the API server's JSON decoder, unknown fields are dropped and listed,
 * null means absent, quantities become canonical. The input is not changed.
 */
export function decode(resource: Resource, body: Record<string, unknown>): Decoded {
  const context: Context = { unknown: [] };
  try {
    const decoded = decodeObject(typeOf(resource), body, '', '', context, 0);
    return { object: decoded, unknownFields: context.unknown };
  } catch (error) {
    if (error instanceof Mismatch) throw badRequest(`${cannotHandle(resource)}: ${error.message}`);
    throw error;
  }
}

/** `Deployment in version "v1" cannot be handled as a Deployment`. */
export function cannotHandle(resource: Resource): string {
  return `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}`;
}

/** `path` has indexes, for unknown fields; `goPath` has none, for type errors: each as the real decoder prints it. */
function decodeObject(
  type: ObjectType,
  value: Record<string, unknown>,
  path: string,
  goPath: string,
  context: Context,
  depth: number,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const fields = jsonFields(type);
  for (const [field, inner] of Object.entries(value)) {
    if (depth === 0 && (field === 'apiVersion' || field === 'kind')) {
      if (typeof inner !== 'string' && inner !== null)
        throw new Mismatch(
          `json: cannot unmarshal ${jsonType(inner)} into Go struct field ${type.name}.${field} of type string`,
        );
      if (inner !== null) result[field] = inner;
      continue;
    }
    const at = path ? `${path}.${field}` : field;
    const fieldType = fields.get(field)?.type;
    if (fieldType === undefined) {
      context.unknown.push(at);
      continue;
    }
    if (inner === null) continue;
    const goField = goPath ? `${goPath}.${field}` : field;
    result[field] = decodeField(fieldType, inner, at, goField, type.name, context, depth + 1);
  }
  return result;
}

function decodeField(
  type: FieldType,
  value: unknown,
  path: string,
  goPath: string,
  struct: string,
  context: Context,
  depth: number,
): unknown {
  if (depth > maximumDepth) throw new Mismatch('json: exceeded max depth');
  const mismatch = (wanted: string) =>
    new Mismatch(
      `json: cannot unmarshal ${jsonType(value)} into Go struct field ${struct}.${goPath} of type ${wanted}`,
    );
  if (typeof type === 'object') {
    switch (type.type) {
      case 'object':
        if (!isRecord(value)) throw mismatch(`v1.${type.name}`);
        return decodeObject(type, value, path, goPath, context, depth);
      case 'list':
        if (!Array.isArray(value)) throw mismatch(`[]${goName(type.of)}`);
        return value.map((item, index) =>
          item === null && typeof type.of === 'string'
            ? zero(type.of)
            : decodeField(type.of, item ?? {}, `${path}[${index}]`, goPath, struct, context, depth + 1),
        );
      case 'map': {
        if (!isRecord(value)) throw mismatch(`map[string]${goName(type.of)}`);
        const result: Record<string, unknown> = {};
        for (const [key, item] of Object.entries(value)) {
          if (key === '__proto__') continue;
          result[key] =
            item === null
              ? zero(type.of)
              : decodeField(type.of, item, `${path}.${key}`, goPath, struct, context, depth + 1);
        }
        return result;
      }
    }
  }
  switch (type) {
    case 'time':
    case 'timeOrNull':
    case 'microTime':
    case 'microTimeOrNull':
      if (typeof value !== 'string') throw mismatch('string');
      if (!rfc3339.test(value) || Number.isNaN(Date.parse(value)))
        throw new Mismatch(unparsedTime(value, type));
      return value;
    case 'string':
    case 'bytes':
      if (typeof value !== 'string') throw mismatch('string');
      if (type === 'bytes' && !/^[A-Za-z0-9+/\s]*(?:=\s*){0,2}$/.test(value))
        throw new Mismatch('illegal base64 data at input byte 0');
      return value;
    case 'bool':
      if (typeof value !== 'boolean') throw mismatch('bool');
      return value;
    case 'int32':
    case 'int64':
      if (typeof value !== 'number' || !fits(value, type)) {
        if (typeof value !== 'number') throw mismatch(type);
        throw new Mismatch(
          `json: cannot unmarshal number ${value} into Go struct field ${struct}.${goPath} of type ${type}`,
        );
      }
      return value;
    case 'intOrString':
      if (typeof value === 'string' || (typeof value === 'number' && fits(value, 'int32'))) return value;
      throw mismatch('intstr.IntOrString');
    case 'quantity': {
      const quantity =
        typeof value === 'string' || typeof value === 'number' ? canonicalQuantity(String(value)) : undefined;
      if (quantity === undefined)
        throw new Mismatch(
          "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        );
      return quantity;
    }
    default:
      return withoutPrototype(value, depth);
  }
}

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/** Like Go's time.Parse, truncated if the value is long. */
function unparsedTime(value: string, type: TimeScalar): string {
  const layout = !type.startsWith('microTime')
    ? '2006-01-02T15:04:05Z07:00'
    : '2006-01-02T15:04:05.000000Z07:00';
  const text = JSON.stringify(value.slice(0, 60));
  return `parsing time ${text} as "${layout}": cannot parse ${text} as "2006"`;
}

function fits(value: number, type: 'int32' | 'int64'): boolean {
  const limit = type === 'int32' ? 2 ** 31 : 2 ** 63;
  return Number.isInteger(value) && value >= -limit && value < limit;
}

/** A copy of an opaque part, bounded in depth. */
function withoutPrototype(value: unknown, depth: number): unknown {
  if (depth > maximumDepth) throw new Mismatch('json: exceeded max depth');
  if (Array.isArray(value)) return value.map((item) => withoutPrototype(item, depth + 1));
  if (!isRecord(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key !== '__proto__') result[key] = withoutPrototype(inner, depth + 1);
  }
  return result;
}

function jsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

function goName(type: FieldType): string {
  if (type === 'time' || type === 'timeOrNull') return 'v1.Time';
  if (typeof type === 'string') return type === 'quantity' ? 'resource.Quantity' : type;
  if (type.type === 'object') return `v1.${type.name}`;
  return type.type === 'list' ? `[]${goName(type.of)}` : `map[string]${goName(type.of)}`;
}

function zero(type: FieldType): unknown {
  if (type === 'string' || type === 'bytes') return '';
  if (type === 'int32' || type === 'int64' || type === 'intOrString') return 0;
  if (type === 'quantity') return '0';
  return type === 'bool' ? false : {};
}
