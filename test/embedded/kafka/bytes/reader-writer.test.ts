import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireReader } from '../../../../source/embedded/kafka/bytes/reader.ts';
import { WireError } from '../../../../source/embedded/kafka/bytes/wire-error.ts';
import { WireWriter } from '../../../../source/embedded/kafka/bytes/writer.ts';

function written(write: (writer: WireWriter) => void): string {
  const writer = new WireWriter(1);
  write(writer);
  return writer.finish().toString('hex');
}

const reader = (hex: string): WireReader => new WireReader(Buffer.from(hex, 'hex'));

describe('golden bytes', () => {
  // Varints as in Protocol Buffers' own examples (150 is 96 01; zigzag −2 is 3) and KIP-482.
  it.each([
    ['int8 -1', (w: WireWriter) => w.int8(-1), 'ff'],
    ['int16 258', (w: WireWriter) => w.int16(258), '0102'],
    ['int32 -2', (w: WireWriter) => w.int32(-2), 'fffffffe'],
    ['int64 -1', (w: WireWriter) => w.int64(-1), 'ffffffffffffffff'],
    ['int64 2^32 + 1', (w: WireWriter) => w.int64(4_294_967_297), '0000000100000001'],
    ['int64 -2^53 + 1', (w: WireWriter) => w.int64(Number.MIN_SAFE_INTEGER), 'ffe0000000000001'],
    ['int64 as a bigint', (w: WireWriter) => w.int64(-(2n ** 63n)), '8000000000000000'],
    ['unsigned varint 0', (w: WireWriter) => w.unsignedVarint(0), '00'],
    ['unsigned varint 150', (w: WireWriter) => w.unsignedVarint(150), '9601'],
    ['unsigned varint 2^32 - 1', (w: WireWriter) => w.unsignedVarint(0xffff_ffff), 'ffffffff0f'],
    ['varint -2', (w: WireWriter) => w.varint(-2), '03'],
    ['varint 64', (w: WireWriter) => w.varint(64), '8001'],
    ['varint least', (w: WireWriter) => w.varint(-(2 ** 31)), 'ffffffff0f'],
    ['varlong 2^40', (w: WireWriter) => w.varlong(2 ** 40), '808080808040'],
    ['varlong least', (w: WireWriter) => w.varlong(-(2n ** 63n)), 'ffffffffffffffffff01'],
    ['string', (w: WireWriter) => w.nullableString('né'), '00036ec3a9'],
    ['null string', (w: WireWriter) => w.nullableString(null), 'ffff'],
    ['empty string', (w: WireWriter) => w.nullableString(''), '0000'],
    ['compact string', (w: WireWriter) => w.compactNullableString('abc'), '04616263'],
    ['compact null string', (w: WireWriter) => w.compactNullableString(null), '00'],
    ['bytes', (w: WireWriter) => w.nullableBytes(Buffer.from([9])), '0000000109'],
    ['null bytes', (w: WireWriter) => w.nullableBytes(null), 'ffffffff'],
    ['compact bytes', (w: WireWriter) => w.compactNullableBytes(Buffer.from([9])), '0209'],
    ['uuid', (w: WireWriter) => w.uuid('AAAAAAAAAAAAAAAAAAAAAQ'), `${'00'.repeat(15)}01`],
  ])('%s', (_name, write, hex) => {
    expect(written(write)).toBe(hex);
  });
});

describe('values are read as they were written', () => {
  it('integers of every width', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.maxSafeInteger(),
        (i, b, n) => {
          const writer = new WireWriter();
          writer.int32(i);
          writer.varint(i);
          writer.varlong(i);
          writer.unsignedVarint(i >>> 0);
          writer.int64(b);
          writer.varlong(b);
          writer.int64(n);
          writer.varlong(n);
          const reader = new WireReader(writer.finish());
          expect(reader.int32()).toBe(i);
          expect(reader.varint()).toBe(i);
          expect(reader.varlongAsNumber()).toBe(i);
          expect(reader.unsignedVarint()).toBe(i >>> 0);
          expect(reader.int64()).toBe(b);
          expect(reader.varlong()).toBe(b);
          expect(reader.int64AsNumber()).toBe(n);
          expect(reader.varlongAsNumber()).toBe(n);
          expect(reader.remaining).toBe(0);
        },
      ),
    );
  });

  it('strings, bytes and uuids', () => {
    fc.assert(
      fc.property(
        fc.option(fc.string({ unit: 'binary' })),
        fc.option(fc.uint8Array()),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (text, data, id) => {
          const writer = new WireWriter(1);
          const uuid = Buffer.from(id).toString('base64url');
          writer.nullableString(text);
          writer.compactNullableString(text);
          writer.nullableBytes(data);
          writer.compactNullableBytes(data);
          writer.uuid(uuid);
          const reader = new WireReader(writer.finish());
          expect(reader.nullableString()).toBe(text);
          expect(reader.compactNullableString()).toBe(text);
          expect(reader.nullableBytes()).toEqual(data && Buffer.from(data));
          expect(reader.compactNullableBytes()).toEqual(data && Buffer.from(data));
          expect(reader.uuid()).toBe(uuid);
        },
      ),
    );
  });
});

describe('malformed bytes', () => {
  it.each([
    ['an int32 cut off', '0000', (r: WireReader) => r.int32(), 'truncated'],
    ['a string longer than the rest', '00056162', (r: WireReader) => r.string(), 'truncated'],
    ['a null string where null is not allowed', 'ffff', (r: WireReader) => r.string(), 'null'],
    ['a string of length -2', 'fffe', (r: WireReader) => r.nullableString(), 'length'],
    ['bytes of 2 GiB', '7fffffff00', (r: WireReader) => r.bytes(), 'truncated'],
    ['bytes of length -5', 'fffffffb', (r: WireReader) => r.nullableBytes(), 'length'],
    ['an array of 2^31 - 1', '7fffffff00', (r: WireReader) => r.arrayLength(), 'length'],
    ['an array of -7', 'fffffff9', (r: WireReader) => r.arrayLength(), 'length'],
    ['a compact array of 2^32 - 2', 'ffffffff0f', (r: WireReader) => r.compactArrayLength(), 'length'],
    ['a varint of six bytes', '808080808001', (r: WireReader) => r.unsignedVarint(), 'varint'],
    ['a varint beyond 32 bits', 'ffffffff1f', (r: WireReader) => r.unsignedVarint(), 'varint'],
    ['a varlong of eleven bytes', `${'80'.repeat(10)}01`, (r: WireReader) => r.varlong(), 'varint'],
    ['a varlong beyond 64 bits', `${'ff'.repeat(9)}02`, (r: WireReader) => r.varlong(), 'varint'],
    ['an int64 beyond 2^53', '0020000000000001', (r: WireReader) => r.int64AsNumber(), 'range'],
    ['a tagged field longer than the rest', '010005', (r: WireReader) => r.skipTaggedFields(), 'truncated'],
    ['tagged fields without an end', 'ffffffff0f', (r: WireReader) => r.skipTaggedFields(), 'length'],
  ])('%s', (_name, hex, read, code) => {
    expect(() => read(reader(hex))).toThrow(expect.objectContaining({ name: 'WireError', code }));
  });

  it('does not read beyond its bounds after a nested field that ends early', () => {
    const source = reader('0102030405');
    expect(() => source.within(3, () => source.int8())).toThrow(WireError);
    expect(() => reader('0102').within(1, () => source.int32() + source.int32())).toThrow(WireError);
  });

  it('refuses more array elements in one message than any real message has', () => {
    const source = new WireReader(Buffer.from([...Buffer.from('000927c0', 'hex'), ...Buffer.alloc(700_000)]));
    expect(source.arrayLength()).toBe(600_000);
    const again = new WireReader(
      Buffer.concat([Buffer.from('000927c0000927c0', 'hex'), Buffer.alloc(700_000)]),
    );
    again.arrayLength();
    expect(() => again.arrayLength()).toThrow(expect.objectContaining({ code: 'length' }));
  });

  it('refuses to write a value that the type cannot hold', () => {
    expect(() => written((w) => w.int8(128))).toThrow(WireError);
    expect(() => written((w) => w.int16(1.5))).toThrow(WireError);
    expect(() => written((w) => w.int64(2 ** 53))).toThrow(WireError);
    expect(() => written((w) => w.int64(2n ** 63n))).toThrow(WireError);
    expect(() => written((w) => w.nullableString('x'.repeat(0x8000)))).toThrow(WireError);
    expect(() => written((w) => w.uuid('short'))).toThrow(WireError);
  });
});
