import { parseJson } from '../../../files/parse-json.ts';
import type { FieldType, ObjectType, TimeScalar } from '../../../kubernetes-types/schema/field-types.ts';
import { type WireLayout, wireFields } from '../../../kubernetes-types/schema/wire-fields.ts';
import { checkJsonShape, maximumValues } from '../objects/json-shape.ts';
import { typeNamed } from '../schema/object-types.ts';
import { FieldBudget, fieldsOf, ProtobufError, type WireField } from './wire.ts';

type Fields = Record<string, unknown>;

const magic = Buffer.from('k8s\0');
const maximumDepth = 32;
/** A map entry counts as three fields, and Go writes many empty ones. */
export const mostFields = 4 * maximumValues;

/** Shared by nested messages. */
interface Context {
  readonly depth: number;
  readonly budget: FieldBudget;
}

const deeper = ({ depth, budget }: Context): Context => ({ depth: depth + 1, budget });

/**
 * Reads a body of `application/vnd.kubernetes.protobuf` as the JSON object that it stands for. Throws a ProtobufError for what breaks
 * the grammar (`broken`), for kinds and fields outside the table of messages (`unread`), and for more than {@link mostFields} (`tooMany`).
 *
 * ```
 * body     ::= "k8s\0" Unknown
 * Unknown  ::= 1: TypeMeta { 1: apiVersion, 2: kind }, 2: raw message, 3: content encoding, 4: content type
 * ```
 *
 * Source: runtime.Unknown in k8s.io/apimachinery/pkg/runtime.
 */
export function decodeProtobuf(body: Buffer): Fields {
  const budget = new FieldBudget(mostFields);
  if (!body.subarray(0, magic.length).equals(magic))
    throw new ProtobufError('broken', 'provided data does not appear to be a protobuf message');
  const type = { apiVersion: '', kind: '' };
  let raw = Buffer.alloc(0);
  for (const field of fieldsOf(body.subarray(magic.length), budget)) {
    if (field.wire !== 'bytes') continue;
    if (field.number === 2) raw = Buffer.from(field.value);
    if (field.number !== 1) continue;
    for (const inner of fieldsOf(field.value, budget)) {
      if (inner.wire !== 'bytes') continue;
      if (inner.number === 1) type.apiVersion = inner.value.toString();
      if (inner.number === 2) type.kind = inner.value.toString();
    }
  }
  const message = typeNamed(type.apiVersion, type.kind);
  if (!message) throw new ProtobufError('unread', `\`${`${type.apiVersion}/${type.kind}`.slice(0, 100)}\``);
  return { ...type, ...decodeMessage(message, raw, type.kind, { depth: 0, budget }) };
}

function decodeMessage(message: ObjectType, bytes: Buffer, path: string, context: Context): Fields {
  if (context.depth > maximumDepth) throw new ProtobufError('broken', 'protobuf: exceeded max depth');
  const result: Fields = {};
  const layout = wireFields(message);
  for (const field of fieldsOf(bytes, context.budget)) {
    const known = layout.get(field.number);
    if (known) addField(result, known, field, `${path}.${known.name}`, context);
    // Go writes non-pointer fields even when empty: an unread empty field is no loss.
    else if (!isEmpty(field, context.budget))
      throw new ProtobufError('unread', `field ${field.number} of \`${path}\``);
  }
  return result;
}

function isEmpty(field: WireField, budget: FieldBudget): boolean {
  if (field.wire === 'varint') return field.value === 0n;
  if (field.value.length === 0) return true;
  try {
    return [...fieldsOf(field.value, budget)].every((inner) => isEmpty(inner, budget));
  } catch (error) {
    // Bytes that are not a message are not empty.
    if (error instanceof ProtobufError && error.reason === 'broken') return false;
    throw error;
  }
}

function addField(result: Fields, known: WireLayout, field: WireField, path: string, context: Context): void {
  const { name, type, mark } = known;
  if (mark === 'inline') {
    Object.assign(result, decodeValue(type, field, path, context));
  } else if (typeof type === 'object' && type.type === 'map') {
    const entries = (result[name] ?? {}) as Fields;
    result[name] = entries;
    addEntry(entries, type.of, bytesOf(field, path), path, context);
  } else if (typeof type === 'object' && type.type === 'list') {
    const list = (result[name] ?? []) as unknown[];
    result[name] = list;
    list.push(decodeValue(type.of, field, path, context));
  } else {
    const value = decodeValue(type, field, path, context);
    // Whether Go omits it from JSON: a zero that is neither required nor a pointer.
    const isZero = value === '' || value === 0 || value === false;
    if (value !== undefined && (mark !== undefined || !isZero)) result[name] = value;
  }
}

/** `1: key, 2: value`; an absent value is its zero. */
function addEntry(entries: Fields, of: FieldType, entry: Buffer, path: string, context: Context): void {
  let key = '';
  let value: unknown = of === 'string' || of === 'bytes' ? '' : undefined;
  for (const part of fieldsOf(entry, context.budget)) {
    if (part.number === 1) key = bytesOf(part, path).toString();
    if (part.number === 2) value = decodeValue(of, part, path, context);
  }
  if (key !== '__proto__' && value !== undefined) entries[key] = value;
}

function decodeValue(type: FieldType, field: WireField, path: string, context: Context): unknown {
  const { budget } = context;
  if (typeof type === 'object') {
    if (type.type === 'object') return decodeMessage(type, bytesOf(field, path), path, deeper(context));
    if (type.type === 'list') return [decodeValue(type.of, field, path, deeper(context))];
    const entries: Fields = {};
    addEntry(entries, type.of, bytesOf(field, path), path, deeper(context));
    return entries;
  }
  switch (type) {
    case 'string':
      return bytesOf(field, path).toString();
    case 'bytes':
      return bytesOf(field, path).toString('base64');
    case 'bool':
      return numberOf(field, path) !== 0;
    case 'int32':
    case 'int64':
      return numberOf(field, path);
    case 'quantity':
      return firstString(bytesOf(field, path), 1, budget);
    case 'intOrString':
      return intOrString(bytesOf(field, path), path, budget);
    case 'time':
    case 'timeOrNull':
    case 'microTime':
    case 'microTimeOrNull':
      return time(bytesOf(field, path), path, type, budget);
    case 'raw':
      return raw(bytesOf(field, path), path, budget);
  }
}

function bytesOf(field: WireField, path: string): Buffer {
  if (field.wire === 'bytes') return field.value;
  throw new ProtobufError('broken', `protobuf: wrong wire type for \`${path}\``);
}

function numberOf(field: WireField, path: string): number {
  if (field.wire === 'varint') return Number(field.value);
  throw new ProtobufError('broken', `protobuf: wrong wire type for \`${path}\``);
}

function firstString(message: Buffer, number: number, budget: FieldBudget): string {
  for (const field of fieldsOf(message, budget))
    if (field.number === number && field.wire === 'bytes') return field.value.toString();
  return '';
}

/** `1: type (0 number, 1 string), 2: number, 3: string`. */
function intOrString(message: Buffer, path: string, budget: FieldBudget): number | string {
  let isString = false;
  let number = 0;
  for (const field of fieldsOf(message, budget)) {
    if (field.number === 1) isString = numberOf(field, path) === 1;
    if (field.number === 2) number = numberOf(field, path);
  }
  return isString ? firstString(message, 3, budget) : number;
}

/** `1: seconds, 2: nanoseconds`; the zero time is an empty message, and null in JSON. */
function time(message: Buffer, path: string, type: TimeScalar, budget: FieldBudget): string | undefined {
  let seconds: number | undefined;
  let nanoseconds = 0;
  for (const field of fieldsOf(message, budget)) {
    if (field.number === 1) seconds = numberOf(field, path);
    if (field.number === 2) nanoseconds = numberOf(field, path);
  }
  if (seconds === undefined) return undefined;
  if (Math.abs(seconds) > 1e11 || nanoseconds < 0 || nanoseconds >= 1e9)
    throw new ProtobufError('broken', `protobuf: \`${path}\` is not a time`);
  const whole = new Date(seconds * 1000).toISOString().replace('.000Z', '');
  return !type.startsWith('microTime')
    ? `${whole}Z`
    : `${whole}.${String(Math.floor(nanoseconds / 1000)).padStart(6, '0')}Z`;
}

/** `1: JSON`, as runtime.RawExtension and FieldsV1 have it. */
function raw(message: Buffer, path: string, budget: FieldBudget): unknown {
  const text = firstString(message, 1, budget);
  if (text === '') return undefined;
  checkJsonShape(Buffer.from(text));
  const value = parseJson(text);
  if (value === undefined) throw new ProtobufError('broken', `protobuf: \`${path}\` does not hold JSON`);
  return value;
}
