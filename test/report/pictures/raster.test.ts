import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { dashed, Raster, type Segment } from '../../../source/report/pictures/raster.ts';

/** The brightness of the red part of each pixel of a PNG of ours, row by row. */
function redOf(png: Uint8Array, width: number): number[][] {
  const file = Buffer.from(png);
  const length = file.readUInt32BE(33);
  const bytes = inflateSync(file.subarray(41, 41 + length));
  const row = width * 3 + 1;
  return Array.from({ length: bytes.length / row }, (_, y) =>
    Array.from({ length: width }, (_, x) => bytes[y * row + 1 + x * 3]!),
  );
}

describe('a raster', () => {
  it('is white, with a line where it was drawn, and half of it where a pixel is half covered', () => {
    const raster = new Raster(4, 4);
    raster.draw([[0, 2, 4, 2]], { colour: '#000000', width: 2 });
    raster.draw([[2, 0, 2, 0.5]], { colour: '#ff0000', width: 1, opacity: 0.5 });
    const red = redOf(raster.toPng(), 4);
    expect(red.map((row) => row[0])).toEqual([255, 0, 0, 255]);
    const half = new Raster(1, 1);
    half.draw([[0, 0, 0, 1]], { colour: '#000000', width: 1 });
    expect(redOf(half.toPng(), 1)).toEqual([[128]]);
  });

  it('is drawn on where a line is in it, and nowhere else', () => {
    const raster = new Raster(3, 3);
    const lines: Segment[] = [
      [-1e9, 1.5, 1e9, 1.5],
      [Number.NaN, 0, 1, Number.NaN],
      [50, 50, 60, 60],
    ];
    raster.draw(lines, { colour: '#000000', width: 1 });
    expect(redOf(raster.toPng(), 3)).toEqual([
      [255, 255, 255],
      [0, 0, 0],
      [255, 255, 255],
    ]);
  });

  it('is a PNG with its size and checksums', () => {
    const file = Buffer.from(new Raster(7, 5).toPng());
    expect(file.toString('latin1', 1, 4)).toBe('PNG');
    expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([7, 5]);
    expect(file.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082');
  });
});

describe('a dashed path', () => {
  it('goes on with its dashes from one segment to the next', () => {
    const path: Segment[] = [
      [0, 0, 4, 0],
      [4, 0, 10, 0],
    ];
    expect(dashed(path, [3, 2])).toEqual([
      [0, 0, 3, 0],
      [5, 0, 8, 0],
    ]);
    expect(dashed(path, [])).toBe(path);
  });
});
