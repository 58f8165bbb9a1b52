import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { WireError } from '../../../../source/embedded/kafka/bytes/wire-error.ts';
import { type Compression, compressionOf } from '../../../../source/embedded/kafka/records/batch-header.ts';
import { compress, decompress } from '../../../../source/embedded/kafka/records/compression.ts';
import { decodeBatch } from '../../../../source/embedded/kafka/records/decode-batch.ts';
import { splitBatches } from '../../../../source/embedded/kafka/records/split-batches.ts';
import { Random } from '../random.ts';

/** Batches of eight records that librdkafka 2.0.2 sent (`kcat -z`). */
const sent: Readonly<Record<'gzip' | 'snappy' | 'lz4' | 'zstd', string>> = {
  gzip: [
    '00000000000000000000009a00000000025412f8fb000100000007000001a20578e2cc000001a20578e2ccffffffffff',
    'ffffffffffffffffff000000081f8b08000000000000033bc1c8c0c0c0b88b31233527275f0193cc4e4ccb4e5448afca',
    '2c503054482413309c00dac2449c2d4694d9c2429c2dc694d9c2469c2d2694d9c2419c2da694d9c2459c2d6694d9c243',
    '9c2de694d9c2479c2d16e4db0200f632907c30030000',
  ].join(''),
  snappy: [
    '0000000000000000000000a30000000002e3c3434f000200000007000001a20578e320000001a20578e320ffffffffff',
    'ffffffffffffffffff00000008c00634cc0100000001be0168656c6c6f204606003c6b61666b6120736e617070792031',
    '2061da01000000016800029e68000032f6680000049e68000033f6680000069e68000034f6680000089e68000035f668',
    '00000a9e68000036f66800000c9e68000037f66800000e9e68000038e66800',
  ].join(''),
  lz4: [
    '0000000000000000000000b2000000000220843099000300000007000001a20578e38d000001a20578e38dffffffffff',
    'ffffffffffffffffff0000000804224d1860408272000000eec60100000001b80168656c6c6f200600df6b61666b6120',
    '6c7a3420312061010024100065001f026500121f3265002b1f046500121f3365002b1f066500121f3465002b1f086500',
    '121f3565002b1f0a6500121f3665002b1f0c6500121f3765002b1f0e6500121f3865002250616161610000000000',
  ].join(''),
  zstd: [
    '00000000000000000000009200000000026f6fd2b6000400000007000001a20578e407000001a20578e407ffffffffff',
    'ffffffffffffffffff0000000828b52ffd0058c50200f402c80100000001ba0168656c6c6f206b61666b61207a737464',
    '2031206100c801000002320433063408350a360c370e38100007a704cf0d482c786440bae061039204cf0d482c786440',
    'bae06103494cc35310772af18a12',
  ].join(''),
};
const codecs = Object.keys(sent) as (keyof typeof sent)[];
const content = (codec: keyof typeof sent): Buffer => Buffer.from(sent[codec], 'hex').subarray(61);

describe('batches from librdkafka', () => {
  it.each(codecs)('in %s', (codec) => {
    const batch = Buffer.from(sent[codec], 'hex');
    expect(splitBatches(batch).map(({ header }) => compressionOf(header.attributes))).toEqual([codec]);
    const values = decodeBatch(batch).records.map((record) => String(record.value));
    const text = (number: number): string =>
      `${'hello '.repeat(4)}kafka ${codec} ${number} ${'a'.repeat(56)}`;
    expect(values).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(text));
  });
});

describe('snappy', () => {
  it('reads the block format of Java', () => {
    const block = content('snappy');
    const length = Buffer.alloc(4);
    length.writeInt32BE(block.length);
    const header = Buffer.from('82534e4150505900' + '0000000100000001', 'hex');
    const stream = Buffer.concat([header, length, block, length, block]);
    const plain = decompress('snappy', block);
    expect(decompress('snappy', stream)).toEqual(Buffer.concat([plain, plain]));
  });

  it.each([
    ['a copy from before the beginning', '04' + '0061' + '0505'],
    ['a copy from distance zero', '05' + '0061' + '0100'],
    ['less than it says', '05' + '0061'],
    ['more than it says', '01' + '046162'],
    ['2 GiB', 'ffffffff07' + '0061'],
    ['a literal cut off', '05' + '1061'],
    ['empty input', ''],
  ])('refuses %s', (_name, hex) => {
    expect(() => decompress('snappy', Buffer.from(hex, 'hex'))).toThrow(WireError);
  });
});

describe('lz4', () => {
  // magic, flags, block descriptor, header checksum
  const frame = '04224d18' + '60' + '40' + '82';

  it('reads uncompressed blocks', () => {
    expect(String(decompress('lz4', Buffer.from(`${frame}03000080616263${'00'.repeat(4)}`, 'hex')))).toBe(
      'abc',
    );
  });

  it('repeats bytes that it has just written', () => {
    // Token 1 literal, match of 4 + 2; `a`; one byte back; then a last literal `b`.
    expect(
      String(decompress('lz4', Buffer.from(`${frame}06000000${'12610100'}1062${'00'.repeat(4)}`, 'hex'))),
    ).toBe('aaaaaaab');
  });

  it.each([
    ['another magic', '05224d18604082'],
    ['another version', '04224d18a04082'],
    ['a dictionary', '04224d18614082'],
    ['a frame without an end', `${frame}03000080616263`],
    ['a match from before the beginning', `${frame}04000000${'10610200'}00000000`],
    ['a block longer than the rest', `${frame}ffffff7f00`],
    ['a length without an end', `${frame}05000000${'f0ffffffff'}00000000`],
  ])('refuses %s', (_name, hex) => {
    expect(() => decompress('lz4', Buffer.from(hex, 'hex'))).toThrow(WireError);
  });
});

describe('hostile data', () => {
  it.each([
    ['gzip', gzipSync(Buffer.alloc(65 * 1024 * 1024))],
    ['lz4', Buffer.concat([Buffer.from('04224d18604082', 'hex'), lz4Bomb()])],
  ] as [Compression, Buffer][])('%s does not expand without limit', (codec, data) => {
    expect(() => decompress(codec, data)).toThrow(WireError);
  });

  it.each(codecs)('%s with changed bytes throws only a WireError', (codec) => {
    const random = new Random(11);
    for (let round = 0; round < 1000; round++) {
      const data = Buffer.from(content(codec));
      for (let flips = 1 + random.below(4); flips > 0; flips--)
        data[random.below(data.length)] = random.below(256);
      try {
        decompress(codec, data.subarray(0, data.length - random.below(3)));
      } catch (error) {
        expect(error).toBeInstanceOf(WireError);
      }
    }
  });

  /** One match of about 70 MB: a literal, one byte back, and a length of 280,000 bytes that are 255. */
  function lz4Bomb(): Buffer {
    const block = Buffer.concat([
      Buffer.from('1f610100', 'hex'),
      Buffer.alloc(280_000, 255),
      Buffer.from('00', 'hex'),
    ]);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(block.length);
    return Buffer.concat([size, block, Buffer.alloc(4)]);
  }
});

describe('data in many small pieces', () => {
  const literals = Buffer.alloc(2 * 2 ** 22, Buffer.from([0, 65]));
  const sequences = Buffer.alloc(4 * 700_000, Buffer.from([0x10, 65, 1, 0]));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(sequences.length);
  it.each([
    ['snappy', Buffer.concat([Buffer.from([0x80, 0x80, 0x80, 0x02]), literals])],
    ['lz4', Buffer.concat([Buffer.from('04224d18407000', 'hex'), size, sequences, Buffer.alloc(4)])],
  ] as const)('is refused (%s): millions of pieces would block the event loop', (codec, content) => {
    expect(() => decompress(codec, content, 2 ** 22)).toThrow(
      expect.objectContaining({ name: 'WireError', message: expect.stringContaining('small pieces') }),
    );
  });
});

describe('what we compress', () => {
  const random = new Random(7);
  const contents: Readonly<Record<string, Buffer>> = {
    nothing: Buffer.alloc(0),
    'one byte': Buffer.from('x'),
    'thirteen bytes': Buffer.from('aaaaaaaaaaaaa'),
    'a long run': Buffer.alloc(300_000, 'a'),
    'text that repeats': Buffer.from('hello kafka, '.repeat(20_000)),
    'what cannot be compressed': random.bytes(200_000),
  };
  const written = ['gzip', 'snappy', 'lz4', 'zstd'] as const;
  it.each(written.flatMap((codec) => Object.keys(contents).map((name) => [codec, name] as const)))(
    'comes back unchanged (%s: %s)',
    (codec, name) => {
      const packed = compress(codec, contents[name]!);
      expect(decompress(codec, packed).equals(contents[name]!)).toBe(true);
    },
  );

  it('shrinks if it repeats', () => {
    for (const codec of ['gzip', 'snappy', 'lz4'] as const)
      expect(compress(codec, contents['text that repeats']!).length).toBeLessThan(30_000);
  });
});
