/** The shape of a field, as the decoder and the strategic merge patch read it. */
export type FieldType =
  | 'string'
  | 'int32'
  | 'int64'
  | 'bool'
  | 'quantity'
  /** A number or a string: a port or its name, a count or a percentage. */
  | 'intOrString'
  /** Base64 in JSON. */
  | 'bytes'
  /** Taken as it is: parts of the API that nothing in the lab reads. */
  | 'any'
  | ObjectType
  | ListType
  | MapType;

/** A struct: `name` is the one that decoding errors cite. */
export interface ObjectType {
  readonly type: 'object';
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldType>>;
}

/** A list. With `key`, a strategic merge patch merges its elements by that field; with `merge`, as a set of primitives. */
export interface ListType {
  readonly type: 'list';
  readonly of: FieldType;
  readonly key?: string;
  readonly merge?: true;
}

export interface MapType {
  readonly type: 'map';
  readonly of: FieldType;
}

export function object(name: string, fields: Record<string, FieldType>): ObjectType {
  return { type: 'object', name, fields };
}

export function list(of: FieldType): ListType {
  return { type: 'list', of };
}

export function keyed(key: string, of: FieldType): ListType {
  return { type: 'list', of, key };
}

export function set(of: FieldType): ListType {
  return { type: 'list', of, merge: true };
}

export function map(of: FieldType): MapType {
  return { type: 'map', of };
}

/** Several fields of one type: `each('string', 'a b c')`. */
export function each(type: FieldType, names: string): Record<string, FieldType> {
  return Object.fromEntries(names.split(' ').map((name) => [name, type]));
}
