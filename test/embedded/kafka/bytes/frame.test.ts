import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FrameSplitter, frame, frameInPieces } from '../../../../source/embedded/kafka/bytes/frame.ts';
import type { WireWriter } from '../../../../source/embedded/kafka/bytes/writer.ts';

describe('FrameSplitter', () => {
  it('finds the same frames wherever the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), fc.array(fc.nat(30)), (bodies, cuts) => {
        const stream = Buffer.concat(bodies.map((body) => frame((writer) => writer.raw(body))));
        const splitter = new FrameSplitter();
        const found: Buffer[] = [];
        let at = 0;
        for (const cut of cuts) {
          found.push(...splitter.push(stream.subarray(at, at + cut)));
          at += Math.min(cut, stream.length - at);
        }
        found.push(...splitter.push(stream.subarray(at)));
        expect(found).toEqual(bodies.map((body) => Buffer.from(body)));
        expect(splitter.held).toBe(0);
      }),
    );
  });

  it.each([
    ['7fffffff', 'longer than allowed'],
    ['00000009', 'one byte longer than allowed'],
    ['ffffffff', 'negative'],
  ])('refuses the length %s: %s', (hex) => {
    const splitter = new FrameSplitter(8);
    expect(() => splitter.push(Buffer.from(hex, 'hex'))).toThrow(
      expect.objectContaining({ name: 'WireError', code: 'length' }),
    );
  });

  it('buffers no more than what has arrived, whatever the length says', () => {
    const splitter = new FrameSplitter();
    splitter.push(Buffer.from('06000000', 'hex'));
    splitter.push(Buffer.alloc(10));
    expect(splitter.held).toBe(14);
  });

  it('takes a large frame in small chunks without rescanning it for each', () => {
    const splitter = new FrameSplitter();
    const body = Buffer.alloc(8 * 1024 * 1024, 7);
    const stream = frame((writer) => writer.raw(body));
    const frames: Buffer[] = [];
    for (let at = 0; at < stream.length; at += 1024)
      frames.push(...splitter.push(stream.subarray(at, at + 1024)));
    expect(frames).toHaveLength(1);
    expect(frames[0]?.equals(body)).toBe(true);
  });

  it('assembles a large frame a MiB at a time', () => {
    const body = Buffer.alloc(8 * 1024 * 1024, 7);
    const stream = frame((writer) => writer.raw(body));
    const splitter = new FrameSplitter();
    const chunk = 65_536;
    const last = stream.length - 10;
    for (let at = 0; at < last; at += chunk) splitter.push(stream.subarray(at, Math.min(at + chunk, last)));
    const copy = vi.spyOn(Buffer.prototype, 'copy');
    onTestFinished(() => void copy.mockRestore());
    const steps = splitter.pushInSteps(stream.subarray(last));
    for (let turns = 0; ; turns++) {
      copy.mockClear();
      const { done, value } = steps.next();
      const copied = copy.mock.results.reduce((sum, { value }) => sum + value, 0);
      expect(copied).toBeLessThanOrEqual(1024 * 1024 + chunk);
      if (!done) continue;
      expect(turns).toBe(7);
      expect(value.map((whole) => whole.equals(body))).toEqual([true]);
      break;
    }
    expect(splitter.held).toBe(0);
  });

  it('continues after a large frame in the same chunk', () => {
    const [large, small] = [Buffer.alloc(2 * 1024 * 1024, 7), Buffer.from('small')];
    const stream = Buffer.concat([large, small, small].map((body) => frame((writer) => writer.raw(body))));
    const splitter = new FrameSplitter();
    const cut = 1_500_000;
    expect(splitter.push(stream.subarray(0, cut))).toEqual([]);
    expect(splitter.push(stream.subarray(cut, cut + 5))).toEqual([]);
    expect(splitter.held).toBe(cut + 5);
    const frames = splitter.push(stream.subarray(cut + 5, stream.length - 2));
    expect(frames.map(({ length }) => length)).toEqual([large.length, small.length]);
    expect(splitter.push(stream.subarray(stream.length - 2))).toEqual([small]);
    expect(splitter.held).toBe(0);
  });
});

describe('a frame in pieces', () => {
  it('has the same bytes as the whole frame, without copying large values', () => {
    const large = Buffer.alloc(100_000, 7);
    const write = (writer: WireWriter) => {
      writer.int16(1);
      writer.raw(large);
      writer.nullableString('between');
      writer.raw(large.subarray(10));
      writer.int32(2);
    };
    const pieces = frameInPieces(write);
    expect(Buffer.concat(pieces).equals(frame(write))).toBe(true);
    expect(pieces.filter((piece) => piece.buffer === large.buffer)).toHaveLength(2);
  });

  it('is a single piece if nothing is large', () => {
    expect(frameInPieces((writer) => writer.raw(Buffer.alloc(1000)))).toHaveLength(1);
  });

  it('copied what was written so far each time that megabytes doubled', () => {
    const write = (writer: WireWriter) => {
      for (let at = 0; at < 500; at++) writer.nullableString(String(at).padEnd(10_000));
    };
    const copied: number[] = [];
    const copy = vi.spyOn(Buffer.prototype, 'copy');
    onTestFinished(() => void copy.mockRestore());
    const pieces = frameInPieces(write);
    for (const { value } of copy.mock.results) copied.push(value);
    expect(Math.max(...copied)).toBeLessThan(1024 * 1024);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(1024 * 1024);
    expect(Buffer.concat(pieces).equals(frame(write))).toBe(true);
  });
});
