import { describe, expect, it } from 'vitest';
import { isShare, shareBounds } from '../../../source/lab/model/share.ts';

describe('a share within four standard deviations', () => {
  it('has the bounds of the binomial distribution', () => {
    const { low, high } = shareBounds(10_000, 0.25);
    expect(low).toBeCloseTo(0.25 - 4 * 0.00433013, 6);
    expect(high).toBeCloseTo(0.25 + 4 * 0.00433013, 6);
  });

  it('gets narrower as the window grows', () => {
    expect(isShare(260, 1_000, 0.25)).toBe(true);
    expect(isShare(260_000, 1_000_000, 0.25)).toBe(false);
  });

  it('passes at the bound and fails beyond it', () => {
    expect(isShare(2_673, 10_000, 0.25)).toBe(true);
    expect(isShare(2_674, 10_000, 0.25)).toBe(false);
    expect(isShare(2_327, 10_000, 0.25)).toBe(true);
    expect(isShare(2_326, 10_000, 0.25)).toBe(false);
  });

  it('stays between none and all', () => {
    expect(shareBounds(1, 0.25)).toEqual({ low: 0, high: 1 });
  });

  it('does not exist for an empty window', () => {
    expect(isShare(0, 0, 0.25)).toBe(false);
  });
});
