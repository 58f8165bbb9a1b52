import { encodePng } from './png.ts';

/** From a point to a point: x and y of each, in pixels. */
export type Segment = readonly [number, number, number, number];

export interface Stroke {
  /** `#rrggbb` */
  readonly colour: string;
  readonly width: number;
  readonly opacity?: number;
}

/** A white picture on which lines are drawn, with smooth edges. */
export class Raster {
  readonly width: number;
  readonly height: number;
  readonly #pixels: Uint8Array;
  /** Of the stroke that is drawn; one for all, because each is larger than the picture. */
  readonly #coverage: Float32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#pixels = new Uint8Array(width * height * 3).fill(255);
    this.#coverage = new Float32Array(width * height);
  }

  /** Where segments meet or cross, the stroke is no darker. */
  draw(segments: readonly Segment[], stroke: Stroke): void {
    const coverage = this.#coverage.fill(0);
    for (const segment of segments) this.#cover(coverage, segment, stroke.width / 2);
    const { opacity = 1, colour } = stroke;
    const ink = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    for (let at = 0; at < coverage.length; at++) {
      const covered = coverage[at]!;
      if (covered === 0) continue;
      for (let part = 0; part < 3; part++) {
        const ground = this.#pixels[at * 3 + part]!;
        this.#pixels[at * 3 + part] = Math.round(ground + (ink[part]! - ground) * covered * opacity);
      }
    }
  }

  toPng(): Uint8Array {
    return encodePng(this.#pixels, this.width, this.height);
  }

  /** A pixel is covered by how near its middle is to the segment. */
  #cover(coverage: Float32Array, [x1, y1, x2, y2]: Segment, half: number): void {
    const [dx, dy] = [x2 - x1, y2 - y1];
    const square = dx * dx + dy * dy;
    const [left, right] = this.#range(x1, x2, half, this.width);
    const [top, bottom] = this.#range(y1, y2, half, this.height);
    for (let y = top; y <= bottom; y++)
      for (let x = left; x <= right; x++) {
        const [px, py] = [x + 0.5 - x1, y + 0.5 - y1];
        const along = square === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square));
        const covered = half + 0.5 - Math.hypot(px - along * dx, py - along * dy);
        const at = y * this.width + x;
        if (covered > coverage[at]!) coverage[at] = Math.min(1, covered);
      }
  }

  #range(one: number, other: number, half: number, size: number): [number, number] {
    const first = Math.floor(Math.min(one, other) - half - 1);
    const last = Math.ceil(Math.max(one, other) + half + 1);
    return [Math.max(0, first), Math.min(size - 1, last)];
  }
}

/** The pieces of a path that a dash leaves; `dash` has lengths of what is drawn and of the gaps, in turns. */
export function dashed(path: readonly Segment[], dash: readonly number[]): readonly Segment[] {
  if (dash.length === 0) return path;
  let turn = 0;
  let left = dash[0]!;
  return path.flatMap(([x1, y1, x2, y2]) => {
    const length = Math.hypot(x2 - x1, y2 - y1);
    const pieces: Segment[] = [];
    for (let done = 0; done < length; ) {
      const step = Math.min(left, length - done);
      const at = (place: number): [number, number] => [
        x1 + ((x2 - x1) * place) / length,
        y1 + ((y2 - y1) * place) / length,
      ];
      if (turn % 2 === 0) pieces.push([...at(done), ...at(done + step)]);
      done += step;
      left -= step;
      if (left <= 0) {
        turn += 1;
        left = dash[turn % dash.length]!;
      }
    }
    return pieces;
  });
}
