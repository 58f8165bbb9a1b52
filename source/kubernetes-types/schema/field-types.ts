/**
 * The schema of the Kubernetes API. A kind is described once: its TypeScript type, its JSON decoder, its merge keys and its protobuf
 * layout all come from the same `object(…)`.
 *
 * Source: `types.go` of k8s.io/api and k8s.io/apimachinery 0.32 (field numbers, JSON names, pointers, patch strategies).
 */

/** The shape of a value. */
export type FieldType = Scalar | ObjectType | ListType | MapType;

export type Scalar =
  | 'string'
  | 'int32'
  | 'int64'
  | 'bool'
  /** An amount such as `250m` or `1Gi`. */
  | 'quantity'
  /** A number or a string: a port or its name, a count or a percentage. */
  | 'intOrString'
  /** Base64 in JSON. */
  | 'bytes'
  /** RFC 3339 in JSON, whole seconds. */
  | 'time'
  /** The same, or null if it never happened. */
  | 'timeOrNull'
  /** RFC 3339 in JSON, microseconds. */
  | 'microTime'
  /** The same, or null if it never happened. */
  | 'microTimeOrNull'
  /** JSON of any shape, such as a managed field or the data of a controller revision. */
  | 'raw';

/** A point in time, in one of its formats. */
export type TimeScalar = Extract<Scalar, 'time' | 'timeOrNull' | 'microTime' | 'microTimeOrNull'>;

/**
 * Marks of a field:
 * - `required`: the API always has it, because it is validated or defaulted;
 * - `pointer`: absent and zero differ;
 * - `inline`: a separate message in protobuf, whose fields belong to the parent in JSON.
 */
export type Mark = 'required' | 'pointer' | 'inline';

/** Protobuf field number, type, mark. */
export type Field = readonly [number: number, type: FieldType, mark?: Mark];

export type Fields = Readonly<Record<string, Field>>;

/** A struct: `name` is the Go type in decoding errors. */
export interface ObjectType<F extends Fields = Fields> {
  readonly type: 'object';
  readonly name: string;
  /** As protobuf has them. */
  readonly fields: F;
}

/** A list. With `key`, a strategic merge patch merges its elements by that field; with `merge`, as a set of primitives. */
export interface ListType<T extends FieldType = FieldType> {
  readonly type: 'list';
  readonly of: T;
  readonly key?: string;
  readonly merge?: true;
}

export interface MapType<T extends FieldType = FieldType> {
  readonly type: 'map';
  readonly of: T;
}

export function object<const F extends Fields>(name: string, fields: F): ObjectType<F> {
  return { type: 'object', name, fields };
}

export function list<const T extends FieldType>(of: T): ListType<T> {
  return { type: 'list', of };
}

/** A list whose elements a strategic merge patch matches by `key`. */
export function keyed<const T extends FieldType>(key: string, of: T): ListType<T> {
  return { type: 'list', of, key };
}

/** A list of primitives that a strategic merge patch merges. */
export function set<const T extends FieldType>(of: T): ListType<T> {
  return { type: 'list', of, merge: true };
}

export function map<const T extends FieldType>(of: T): MapType<T> {
  return { type: 'map', of };
}

/** The TypeScript type of a schema's values in JSON. */
export type Infer<T> =
  T extends ObjectType<infer F>
    ? Flat<InferFields<F>>
    : T extends ListType<infer E>
      ? Infer<E>[]
      : T extends MapType<infer E>
        ? { [key: string]: Infer<E> }
        : T extends Scalar
          ? InferScalar<T>
          : never;

interface Scalars {
  string: string;
  int32: number;
  int64: number;
  bool: boolean;
  quantity: string;
  intOrString: number | string;
  bytes: string;
  time: string;
  timeOrNull: string | null;
  microTime: string;
  microTimeOrNull: string | null;
  raw: unknown;
}
type InferScalar<T extends Scalar> = Scalars[T];

type InferFields<F extends Fields> = {
  -readonly [K in keyof F as F[K] extends readonly [number, unknown, 'required'] ? K : never]: Infer<F[K][1]>;
} & {
  -readonly [K in keyof F as F[K] extends readonly [number, unknown, 'required' | 'inline'] ? never : K]?:
    | Infer<F[K][1]>
    | undefined;
} & InlineFields<F>;

/** The fields of all inline messages, as part of the parent. */
type InlineFields<F extends Fields> = AllOf<
  { [K in keyof F]: F[K] extends readonly [number, infer T, 'inline'] ? Infer<T> : never }[keyof F]
>;

type AllOf<U> = [U] extends [never]
  ? unknown
  : (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void
    ? I
    : never;

/** One object type instead of an intersection, so that editors and errors show its fields. */
type Flat<T> = { -readonly [K in keyof T]: T[K] };
