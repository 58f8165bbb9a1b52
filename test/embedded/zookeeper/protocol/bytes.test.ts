import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JuteReader, JuteWriter } from '../../../../source/embedded/zookeeper/protocol/bytes.ts';
import { FrameSplitter } from '../../../../source/embedded/zookeeper/protocol/frames.ts';

describe('jute', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.option(fc.string({ unit: 'grapheme' })),
        fc.option(fc.uint8Array()),
        fc.array(fc.string()),
        fc.boolean(),
        (int, long, text, bytes, list, flag) => {
          const data = bytes === null ? null : Buffer.from(bytes);
          const writer = new JuteWriter().i32(int).i64(long).string(text).buffer(data).bool(flag);
          writer.vector(list, (item) => writer.string(item));
          const reader = new JuteReader(writer.bytes());
          expect(reader.i32()).toBe(int);
          expect(reader.i64()).toBe(long);
          expect(reader.nullableString()).toBe(text);
          expect(reader.buffer()).toEqual(data);
          expect(reader.bool()).toBe(flag);
          expect(reader.vector(4, () => reader.string())).toEqual(list);
          expect(reader.remaining).toBe(0);
        },
      ),
    );
  });

  it('lost a boolean that was the first byte beyond the capacity of the writer', () => {
    for (const size of [256, 512, 1024]) {
      for (const flag of [true, false]) {
        const bytes = new JuteWriter().raw(Buffer.alloc(size)).bool(flag).bytes();
        expect(bytes[size], `${flag} at ${size}`).toBe(flag ? 1 : 0);
      }
    }
  });

  it('refuses lengths that exceed the input before it allocates memory for them', () => {
    const huge = () => new JuteReader(Buffer.from('7fffffff', 'hex'));
    expect(() => huge().buffer()).toThrow(expect.objectContaining({ code: 'MARSHALLINGERROR' }));
    expect(() => huge().string()).toThrow(expect.objectContaining({ code: 'MARSHALLINGERROR' }));
    const reader = huge();
    expect(() => reader.vector(4, () => reader.i32())).toThrow(
      expect.objectContaining({ code: 'MARSHALLINGERROR' }),
    );
    expect(() => new JuteReader(Buffer.from('fffffffe', 'hex')).buffer()).toThrow(/-2 bytes/);
  });
});

describe('frames', () => {
  it('are complete wherever the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }),
        fc.array(fc.nat({ max: 400 })),
        (bodies, cuts) => {
          const stream = Buffer.concat(
            bodies.map((body) => new JuteWriter().buffer(Buffer.from(body)).bytes()),
          );
          const points = [
            0,
            ...cuts.map((cut) => Math.min(cut, stream.length)).sort((a, b) => a - b),
            stream.length,
          ];
          const splitter = new FrameSplitter();
          const frames = points
            .slice(1)
            .flatMap((point, index) => [...splitter.push(stream.subarray(points[index], point))]);
          expect(frames).toEqual(bodies.map((body) => Buffer.from(body)));
        },
      ),
    );
  });

  it('above the limit or below zero are refused by their length alone', () => {
    for (const length of ['00100000', 'ffffffff', '7fffffff']) {
      expect(() => [...new FrameSplitter().push(Buffer.from(length, 'hex'))]).toThrow(
        expect.objectContaining({ code: 'MARSHALLINGERROR' }),
      );
    }
  });
});
