import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { describeLogDirs } from '../../../../../source/embedded/kafka/messages/describe-log-dirs.ts';
import { oneBroker } from './one-broker.ts';

const broker = oneBroker();

it('did not know the size of the volume', async () => {
  const { results } = await broker.connection().call(describeLogDirs, { topics: null });
  // The directories of these brokers are on the volume of temporary files.
  const { blocks, bsize } = statfsSync(tmpdir());
  expect(results).toHaveLength(1);
  const { totalBytes, usableBytes } = results[0]!;
  expect(totalBytes).toBe(blocks * bsize);
  expect(usableBytes).toBeGreaterThan(0);
  expect(usableBytes).toBeLessThanOrEqual(totalBytes);
});
