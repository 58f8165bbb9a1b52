import { JavaError } from '../command-line/java-main.ts';
import { javaDouble, javaFloat } from './java-number.ts';

/** The text of a deserialized value. Throws JavaError. */
export type Deserializer = (bytes: Buffer) => string;

const home = 'org.apache.kafka.common.serialization.';
const serializationException = 'org.apache.kafka.common.errors.SerializationException';

function fixed(name: string, width: number, read: (bytes: Buffer) => string): [string, Deserializer] {
  return [
    `${home}${name}Deserializer`,
    (bytes) => {
      if (bytes.length !== width)
        throw new JavaError(
          serializationException,
          `Size of data received by ${name}Deserializer is not ${width}`,
        );
      return read(bytes);
    },
  ];
}

/** The deserializers of kafka-clients 3.3 by class name; what each prints is the `toString` of its Java value. */
export const deserializers: ReadonlyMap<string, Deserializer> = new Map<string, Deserializer>([
  [`${home}StringDeserializer`, (bytes) => bytes.toString('utf8')],
  fixed('Short', 2, (bytes) => String(bytes.readInt16BE())),
  fixed('Integer', 4, (bytes) => String(bytes.readInt32BE())),
  fixed('Long', 8, (bytes) => String(bytes.readBigInt64BE())),
  fixed('Float', 4, (bytes) => javaFloat(bytes.readFloatBE())),
  fixed('Double', 8, (bytes) => javaDouble(bytes.readDoubleBE())),
  [`${home}BytesDeserializer`, escaped],
  [`${home}ByteArrayDeserializer`, (bytes) => `[B@${identity(bytes)}`],
  [
    `${home}ByteBufferDeserializer`,
    ({ length }) => `java.nio.HeapByteBuffer[pos=0 lim=${length} cap=${length}]`,
  ],
  [`${home}UUIDDeserializer`, uuid],
  [
    `${home}VoidDeserializer`,
    () => {
      throw new JavaError(
        'java.lang.IllegalArgumentException',
        'Data should be null for a VoidDeserializer.',
      );
    },
  ],
]);

/** `Bytes.toString`: printable ASCII as it is, the rest as `\x0A`. */
function escaped(bytes: Buffer): string {
  return [...bytes]
    .map((byte) =>
      byte >= 0x20 && byte <= 0x7e && byte !== 0x5c
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
}

/** Java prints an array by its identity, which is chance; ours follows from the content. */
function identity(bytes: Buffer): string {
  let hash = 1;
  for (const byte of bytes) hash = (Math.imul(31, hash) + byte) | 0;
  return (hash >>> 0).toString(16);
}

/** Java's `UUID.fromString`: five hexadecimal numbers, which may lack leading zeros. */
function uuid(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const match = /^([0-9a-f]{1,8})-([0-9a-f]{1,4})-([0-9a-f]{1,4})-([0-9a-f]{1,4})-([0-9a-f]{1,12})$/i.exec(
    text,
  );
  if (match === null) throw new JavaError(serializationException, 'Error parsing data into UUID');
  return match
    .slice(1)
    .map((part, index) => part.toLowerCase().padStart([8, 4, 4, 4, 12][index]!, '0'))
    .join('-');
}
