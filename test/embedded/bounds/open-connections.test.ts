import { expect, test } from 'vitest';
import {
  connectionsWithin,
  mostConnections,
  OpenConnections,
} from '../../../source/embedded/bounds/open-connections.ts';

test('an address that opens connections without end keeps nobody else out, and does not flood the log', () => {
  const count = new OpenConnections({ all: 4, ofOneAddress: 2 });
  expect([count.enter('a'), count.enter('a')]).toEqual([undefined, undefined]);
  expect(count.enter('a')).toEqual({ reason: 'address', most: 2, isFirst: true });
  expect(count.enter('a')).toEqual({ reason: 'address', most: 2, isFirst: false });
  expect([count.enter('b'), count.enter('c')]).toEqual([undefined, undefined]);
  expect(count.enter('d')).toEqual({ reason: 'all', most: 4, isFirst: true });
  count.leave('a');
  expect(count.enter('d')).toBeUndefined();
  expect(count.enter('d')).toMatchObject({ reason: 'all', isFirst: true });
});

test('four servers together leave file descriptors for the rest of the process', () => {
  for (const openFiles of [200, 256, 1024, 4096, 1_048_576, undefined]) {
    const { all, ofOneAddress } = connectionsWithin(openFiles);
    expect(all).toBeLessThanOrEqual(mostConnections.all);
    expect(ofOneAddress).toBeLessThanOrEqual(all);
    expect(ofOneAddress).toBeGreaterThan(0);
    if (openFiles !== undefined) expect(4 * all).toBeLessThan(openFiles);
  }
});
