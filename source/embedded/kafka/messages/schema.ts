import { isDeepStrictEqual } from 'node:util';
import type { WireReader } from '../bytes/reader.ts';
import { WireWriter } from '../bytes/writer.ts';

/*
 * The layout of a message as data, like Kafka's JSON definitions: fields in wire order, each with the versions that carry it. Reader and
 * writer both follow the layout, so they cannot disagree.
 *
 *   struct          => field* [tagged]              tagged only in flexible versions
 *   tagged          => count:uvarint (tag:uvarint size:uvarint bytes)*
 *   array           => count:int32 element*         flexible: (count + 1):uvarint; null is −1, flexible 0
 *   string          => length:int16 utf8            flexible: (length + 1):uvarint
 *   bytes, records  => length:int32 bytes           flexible: (length + 1):uvarint
 */

/** A value to encode: any field may be omitted for its default. */
export type Draft<T> = T extends string | number | boolean | bigint | null | undefined | Uint8Array
  ? T
  : T extends readonly (infer Element)[]
    ? readonly Draft<Element>[]
    : { readonly [Key in keyof T]?: Draft<T[Key]> };

/** How to read and write one type. */
export interface Codec<T> {
  read(reader: WireReader, version: number, flexible: boolean): T;
  write(writer: WireWriter, value: Draft<T>, version: number, flexible: boolean): void;
  /** The same with a step for each element, for types that have elements. */
  readInSteps?(reader: WireReader, version: number, flexible: boolean): Generator<undefined, T>;
  /** Like {@link readInSteps}. Elements without elements of their own are written in one step. */
  writeInSteps?(
    writer: WireWriter,
    value: Draft<T>,
    version: number,
    flexible: boolean,
  ): Generator<undefined, void>;
  /** The field's value in versions that do not carry it, unless the field defines another. */
  readonly initial: T;
  /** The size in bytes of its length or count outside flexible versions, for nullable types. */
  readonly lengthWidth?: 2 | 4;
}

/** A field: its type, the versions that carry it, its default, and its tag if it is tagged. */
export interface Field<T> {
  readonly codec: Codec<T>;
  readonly from: number;
  readonly until: number;
  readonly initial: T;
  readonly tag: number | undefined;
}

/** `versions` as in Kafka's definitions: `0+`, `1-4`, `3`. */
export function field<T>(codec: Codec<T>, versions: string, initial: T = codec.initial): Field<T> {
  return { codec, ...versionRange(versions), initial, tag: undefined };
}

/** A tagged field (KIP-482): written after the others, only if it differs from the default. */
export function tagged<T>(
  tag: number,
  codec: Codec<T>,
  versions: string,
  initial: T = codec.initial,
): Field<T> {
  return { codec, ...versionRange(versions), initial, tag };
}

export type Fields<T> = { readonly [Key in keyof T]-?: Field<T[Key]> };

interface NamedField {
  readonly name: string;
  readonly field: Field<unknown>;
}

interface VersionLayout {
  readonly plain: readonly NamedField[];
  readonly tagged: readonly NamedField[];
  readonly hasElements: boolean;
  readonly isReadInSteps: boolean;
}

export function struct<T>(fields: Fields<T>): StructCodec<T> {
  return new StructCodec<T>(fields);
}

/** A struct: its fields in wire order. */
export class StructCodec<T> implements Codec<T> {
  readonly fields: Fields<T>;
  readonly initial: T;
  readonly #named: readonly NamedField[];
  readonly #layouts: VersionLayout[] = [];

  constructor(fields: Fields<T>) {
    this.fields = fields;
    this.#named = Object.entries(fields).map(([name, value]) => ({ name, field: value as Field<unknown> }));
    this.initial = this.#defaults() as T;
  }

  read(reader: WireReader, version: number, flexible: boolean): T {
    const value = this.#defaults();
    const layout = this.#layout(version);
    for (const { name, field } of layout.plain) value[name] = field.codec.read(reader, version, flexible);
    if (flexible) this.#readTagged(reader, value, layout, version);
    return value as T;
  }

  *readInSteps(reader: WireReader, version: number, flexible: boolean): Generator<undefined, T> {
    const layout = this.#layout(version);
    if (!layout.isReadInSteps) return this.read(reader, version, flexible);
    const value = this.#defaults();
    for (const { name, field } of layout.plain) {
      const { codec } = field;
      if (codec.readInSteps) value[name] = yield* codec.readInSteps(reader, version, flexible);
      else value[name] = codec.read(reader, version, flexible);
    }
    if (flexible) this.#readTagged(reader, value, layout, version);
    return value as T;
  }

  #readTagged(
    reader: WireReader,
    value: Record<string, unknown>,
    layout: VersionLayout,
    version: number,
  ): void {
    for (let left = reader.taggedFieldCount(); left > 0; left--) {
      const tag = reader.unsignedVarint();
      const size = reader.unsignedVarint();
      const known = layout.tagged.find((candidate) => candidate.field.tag === tag);
      if (known) value[known.name] = reader.within(size, () => known.field.codec.read(reader, version, true));
      else reader.skip(size);
    }
  }

  write(writer: WireWriter, draft: Draft<T>, version: number, flexible: boolean): void {
    const value = draft as Readonly<Record<string, unknown>>;
    const layout = this.#layout(version);
    for (const { name, field } of layout.plain) {
      const given = value[name];
      field.codec.write(writer, (given === undefined ? field.initial : given) as never, version, flexible);
    }
    if (flexible) this.#writeTagged(writer, value, layout, version);
  }

  *writeInSteps(
    writer: WireWriter,
    draft: Draft<T>,
    version: number,
    flexible: boolean,
  ): Generator<undefined, void> {
    const layout = this.#layout(version);
    if (!layout.hasElements) {
      this.write(writer, draft, version, flexible);
      return;
    }
    const value = draft as Readonly<Record<string, unknown>>;
    for (const { name, field } of layout.plain) {
      const given = (value[name] === undefined ? field.initial : value[name]) as never;
      const { codec } = field;
      if (codec.writeInSteps) yield* codec.writeInSteps(writer, given, version, flexible);
      else codec.write(writer, given, version, flexible);
    }
    if (flexible) this.#writeTagged(writer, value, layout, version);
  }

  #writeTagged(
    writer: WireWriter,
    value: Readonly<Record<string, unknown>>,
    layout: VersionLayout,
    version: number,
  ): void {
    const present = layout.tagged.filter(
      ({ name, field }) => value[name] !== undefined && !isDeepStrictEqual(value[name], field.initial),
    );
    writer.unsignedVarint(present.length);
    for (const { name, field } of present) {
      const inner = new WireWriter(64);
      field.codec.write(inner, value[name] as never, version, true);
      writer.unsignedVarint(field.tag as number);
      writer.unsignedVarint(inner.length);
      writer.raw(inner.finish());
    }
  }

  #defaults(): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const { name, field } of this.#named) value[name] = field.initial;
    return value;
  }

  #layout(version: number): VersionLayout {
    const known = this.#layouts[version];
    if (known) return known;
    const carried = this.#named.filter(({ field }) => version >= field.from && version <= field.until);
    const plain = carried.filter(({ field }) => field.tag === undefined);
    const layout = {
      plain,
      isReadInSteps: plain.some(({ field }) => field.codec.readInSteps !== undefined),
      hasElements: plain.some(({ field }) => field.codec.writeInSteps !== undefined),
      tagged: carried
        .filter(({ field }) => field.tag !== undefined)
        .sort((left, right) => (left.field.tag as number) - (right.field.tag as number)),
    };
    this.#layouts[version] = layout;
    return layout;
  }
}

/** The versions that a definition's `0+`, `1-4` or `3` means. */
export function versionRange(versions: string): { readonly from: number; readonly until: number } {
  const match = /^(\d+)(\+|-(\d+))?$/.exec(versions);
  if (!match) throw new RangeError(`versions \`${versions}\``);
  const from = Number(match[1]);
  if (match[2] === '+') return { from, until: Number.MAX_SAFE_INTEGER };
  return { from, until: match[3] === undefined ? from : Number(match[3]) };
}
