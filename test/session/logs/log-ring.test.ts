import { describe, expect, it } from 'vitest';
import { BoundedLogRing } from '../../../source/session/logs/log-ring.ts';

describe('a log ring', () => {
  const fill = (ring: BoundedLogRing, lines: number) => {
    for (let at = 0; at < lines; at += 1) ring.add({ pod: 'p', at, text: `line ${at}`, kind: 'line' });
  };

  it('keeps the last lines with their original numbers', () => {
    const ring = new BoundedLogRing(3);
    fill(ring, 5);
    expect([ring.total, ring.length, ring.version]).toEqual([5, 3, 5]);
    expect(ring.slice(0, 99).map((line) => [line.number, line.text])).toEqual([
      [2, 'line 2'],
      [3, 'line 3'],
      [4, 'line 4'],
    ]);
    expect(ring.slice(3, 4).map((line) => line.number)).toEqual([3]);
    expect(ring.slice(0, 2)).toEqual([]);
    expect(ring.slice(4, 2)).toEqual([]);
  });

  it('is empty at first', () => {
    const ring = new BoundedLogRing(3);
    expect(ring.slice(0, 10)).toEqual([]);
    expect(ring.length).toBe(0);
  });
});
