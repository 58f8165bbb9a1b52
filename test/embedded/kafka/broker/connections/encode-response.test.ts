import { expect, it } from 'vitest';
import { encodeResponse } from '../../../../../source/embedded/kafka/broker/connections/encode-response.ts';
import { offsetFetch } from '../../../../../source/embedded/kafka/messages/offset-fetch.ts';

const header = {
  requestApiKey: offsetFetch.key,
  requestApiVersion: 1,
  correlationId: 1,
  clientId: null,
};
const response = {
  topics: Array.from({ length: 10 }, (_, topic) => ({
    name: `t${topic}`,
    partitions: Array.from({ length: 1000 }, (_, partitionIndex) => ({
      partitionIndex,
      committedOffset: 1,
      metadata: 'm'.repeat(1000),
    })),
  })),
};

it('a large response was not counted while it was encoded', async () => {
  const seen: number[] = [];
  const pieces = await encodeResponse(header, response, (bytes) => seen.push(bytes) > 0);
  const total = pieces.reduce((sum, { length }) => sum + length, 0);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(total - seen.at(-1)!).toBeLessThan(2000);
});

it('a response was encoded to its end for a client that was gone', async () => {
  let bytes = 0;
  const pieces = await encodeResponse(header, response, (now) => {
    bytes = now;
    return now < 100_000;
  });
  expect(pieces).toEqual([]);
  expect(bytes).toBeLessThan(102_000);
});
