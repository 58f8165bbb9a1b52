import { type Message, type MessageField, messageNamed } from './messages.ts';
import { fieldsOf, ProtobufError, type WireField } from './wire.ts';

type Fields = Record<string, unknown>;

const magic = Buffer.from('k8s\0');
const maximumDepth = 32;

/**
 * Reads a body of `application/vnd.kubernetes.protobuf` as the JSON object that it stands for. Throws a ProtobufError for what breaks
 * the grammar (`broken`), and for kinds and fields outside the table of messages (`unread`).
 *
 * ```
 * body     ::= "k8s\0" Unknown
 * Unknown  ::= 1: TypeMeta { 1: apiVersion, 2: kind }, 2: raw message, 3: content encoding, 4: content type
 * ```
 *
 * Source: runtime.Unknown in k8s.io/apimachinery/pkg/runtime.
 */
export function decodeProtobuf(body: Buffer): Fields {
  if (!body.subarray(0, magic.length).equals(magic))
    throw new ProtobufError('broken', 'provided data does not appear to be a protobuf message');
  const type = { apiVersion: '', kind: '' };
  let raw = Buffer.alloc(0);
  for (const field of fieldsOf(body.subarray(magic.length))) {
    if (field.wire !== 'bytes') continue;
    if (field.number === 2) raw = Buffer.from(field.value);
    if (field.number !== 1) continue;
    for (const inner of fieldsOf(field.value)) {
      if (inner.wire !== 'bytes') continue;
      if (inner.number === 1) type.apiVersion = inner.value.toString();
      if (inner.number === 2) type.kind = inner.value.toString();
    }
  }
  // kubectl sends the same options to every group.
  const name = type.kind === 'DeleteOptions' ? type.kind : `${type.apiVersion}/${type.kind}`;
  const message = messageNamed(name);
  if (!message) throw new ProtobufError('unread', `\`${name.slice(0, 100)}\``);
  return { ...type, ...decodeMessage(message, raw, type.kind, 0) };
}

function decodeMessage(message: Message, bytes: Buffer, path: string, depth: number): Fields {
  if (depth > maximumDepth) throw new ProtobufError('broken', 'protobuf: exceeded max depth');
  const result: Fields = {};
  for (const field of fieldsOf(bytes)) {
    const known = message.get(field.number);
    if (known) addField(result, known, field, `${path}.${known.name}`, depth);
    // Go writes what is not a pointer even where it is empty: an empty field that is not read is no loss.
    else if (!isEmpty(field)) throw new ProtobufError('unread', `field ${field.number} of \`${path}\``);
  }
  return result;
}

function isEmpty(field: WireField): boolean {
  if (field.wire === 'varint') return field.value === 0n;
  if (field.value.length === 0) return true;
  try {
    return [...fieldsOf(field.value)].every(isEmpty);
  } catch {
    return false;
  }
}

function addField(result: Fields, known: MessageField, field: WireField, path: string, depth: number): void {
  if (known.shape === 'map') {
    const entries = (result[known.name] ?? {}) as Fields;
    result[known.name] = entries;
    let key = '';
    let value: unknown = known.type === 'string' || known.type === 'bytes' ? '' : undefined;
    for (const part of fieldsOf(bytesOf(field, path))) {
      if (part.number === 1) key = bytesOf(part, path).toString();
      if (part.number === 2) value = decodeValue(known.type, part, path, depth);
    }
    if (key !== '__proto__' && value !== undefined) entries[key] = value;
    return;
  }
  const value = decodeValue(known.type, field, path, depth);
  if (known.shape === 'list') {
    const list = (result[known.name] ?? []) as unknown[];
    list.push(value);
    result[known.name] = list;
  } else if (value !== undefined && (known.optional || !(value === '' || value === 0 || value === false))) {
    result[known.name] = value;
  }
}

function decodeValue(type: string, field: WireField, path: string, depth: number): unknown {
  switch (type) {
    case 'string':
      return bytesOf(field, path).toString();
    case 'bytes':
      return bytesOf(field, path).toString('base64');
    case 'bool':
      return numberOf(field, path) !== 0;
    case 'int':
      return numberOf(field, path);
    case 'Quantity':
      return firstString(bytesOf(field, path), 1);
    case 'IntOrString':
      return intOrString(bytesOf(field, path), path);
    case 'Time':
      return time(bytesOf(field, path), path);
    default:
      return decodeMessage(messageNamed(type) as Message, bytesOf(field, path), path, depth + 1);
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

function firstString(message: Buffer, number: number): string {
  for (const field of fieldsOf(message))
    if (field.number === number && field.wire === 'bytes') return field.value.toString();
  return '';
}

/** `1: type (0 number, 1 string), 2: number, 3: string`. */
function intOrString(message: Buffer, path: string): number | string {
  let isString = false;
  let number = 0;
  for (const field of fieldsOf(message)) {
    if (field.number === 1) isString = numberOf(field, path) === 1;
    if (field.number === 2) number = numberOf(field, path);
  }
  return isString ? firstString(message, 3) : number;
}

/** `1: seconds, 2: nanoseconds`; the zero time is an empty message, and null in JSON. */
function time(message: Buffer, path: string): string | undefined {
  for (const field of fieldsOf(message)) {
    if (field.number !== 1) continue;
    const seconds = numberOf(field, path);
    if (Math.abs(seconds) > 1e11) throw new ProtobufError('broken', `protobuf: \`${path}\` is no time`);
    return new Date(seconds * 1000).toISOString().replace('.000', '');
  }
  return undefined;
}
