import type { WireReader } from '../bytes/reader.ts';
import { WireError } from '../bytes/wire-error.ts';
import type { WireWriter } from '../bytes/writer.ts';
import { type Codec, type Draft, versionRange } from './schema.ts';

/** The types that the fields of Kafka's message definitions have. */
export const boolean = fixed(
  false,
  (reader) => reader.boolean(),
  (writer, value) => writer.boolean(value),
);
export const int8 = fixed(
  0,
  (reader) => reader.int8(),
  (writer, value) => writer.int8(value),
);
export const int16 = fixed(
  0,
  (reader) => reader.int16(),
  (writer, value) => writer.int16(value),
);
export const int32 = fixed(
  0,
  (reader) => reader.int32(),
  (writer, value) => writer.int32(value),
);
/** An int64 that is an offset, a time or a producer id: values beyond 2^53 are malformed. */
export const int64 = fixed(
  0,
  (reader) => reader.int64AsNumber(),
  (writer, value) => writer.int64(value),
);

/** Kafka's `Uuid.ZERO_UUID`: no id. */
export const zeroUuid = 'AAAAAAAAAAAAAAAAAAAAAA';
export const uuid = fixed(
  zeroUuid,
  (reader) => reader.uuid(),
  (writer, value) => writer.uuid(value),
);

export const string: Codec<string> = {
  initial: '',
  lengthWidth: 2,
  read: (reader, _version, flexible) => (flexible ? reader.compactString() : reader.string()),
  write(writer, value, _version, flexible) {
    if (flexible) writer.compactNullableString(value);
    else writer.nullableString(value);
  },
};

/** BYTES and RECORDS are the same on the wire. A decoded value is a view of the frame. */
export const bytes: Codec<Uint8Array> = {
  initial: Buffer.alloc(0),
  lengthWidth: 4,
  read: (reader, _version, flexible) => (flexible ? reader.compactBytes() : reader.bytes()),
  write(writer, value, _version, flexible) {
    if (flexible) writer.compactNullableBytes(value);
    else writer.nullableBytes(value);
  },
};

export function array<T>(element: Codec<T>): Codec<readonly T[]> {
  const writeCount = (writer: WireWriter, count: number, flexible: boolean) =>
    flexible ? writer.unsignedVarint(count + 1) : writer.int32(count);
  const readCount = (reader: WireReader, flexible: boolean) => {
    const count = flexible ? reader.compactArrayLength() : reader.arrayLength();
    if (count < 0) throw new WireError('null', `a null array before byte ${reader.offset}`);
    return count;
  };
  const whole: Codec<readonly T[]> = {
    initial: [],
    lengthWidth: 4,
    read(reader, version, flexible) {
      const count = readCount(reader, flexible);
      const elements: T[] = [];
      for (let index = 0; index < count; index++) elements.push(element.read(reader, version, flexible));
      return elements;
    },
    *readInSteps(reader, version, flexible) {
      const count = readCount(reader, flexible);
      const elements: T[] = [];
      for (let index = 0; index < count; index++) {
        if (element.readInSteps) elements.push(yield* element.readInSteps(reader, version, flexible));
        else elements.push(element.read(reader, version, flexible));
        yield;
      }
      return elements;
    },
    write(writer, draft, version, flexible) {
      const elements = draft as readonly Draft<T>[];
      writeCount(writer, elements.length, flexible);
      for (const value of elements) element.write(writer, value, version, flexible);
    },
  };
  const { writeInSteps } = element;
  // Numbers and strings are cheap to write.
  if (!writeInSteps) return whole;
  return {
    ...whole,
    *writeInSteps(writer, draft, version, flexible) {
      const elements = draft as readonly Draft<T>[];
      writeCount(writer, elements.length, flexible);
      for (const value of elements) {
        yield* writeInSteps.call(element, writer, value, version, flexible);
        yield;
      }
    },
  };
}

/** A string, bytes, records or array that may be null in `versions`. */
export function nullable<T>(codec: Codec<T>, versions = '0+'): Codec<T | null> {
  const { from, until } = versionRange(versions);
  const width = codec.lengthWidth ?? 4;
  const whole: Codec<T | null> = {
    initial: null,
    lengthWidth: width,
    read(reader, version, flexible) {
      if (version >= from && version <= until && reader.takeNull(width, flexible)) return null;
      return codec.read(reader, version, flexible);
    },
    write(writer, draft, version, flexible) {
      if (draft !== null) codec.write(writer, draft as Draft<T>, version, flexible);
      else if (version < from || version > until) {
        throw new WireError('null', `a null in version \`${version}\`, which has none`);
      } else if (flexible) writer.unsignedVarint(0);
      else if (width === 2) writer.int16(-1);
      else writer.int32(-1);
    },
  };
  const { readInSteps, writeInSteps } = codec;
  if (readInSteps)
    whole.readInSteps = function* (reader, version, flexible) {
      if (version >= from && version <= until && reader.takeNull(width, flexible)) return null;
      return yield* readInSteps.call(codec, reader, version, flexible);
    };
  if (!writeInSteps) return whole;
  return {
    ...whole,
    *writeInSteps(writer, draft, version, flexible) {
      if (draft === null) whole.write(writer, null as Draft<T | null>, version, flexible);
      else yield* writeInSteps.call(codec, writer, draft as Draft<T>, version, flexible);
    },
  };
}

function fixed<T extends string | number | boolean>(
  initial: T,
  read: (reader: WireReader) => T,
  write: (writer: WireWriter, value: T) => void,
): Codec<T> {
  return { initial, read, write: (writer, value) => write(writer, value as T) };
}
