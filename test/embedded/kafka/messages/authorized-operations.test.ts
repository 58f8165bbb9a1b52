import { expect, it } from 'vitest';
import { allOperations } from '../../../../source/embedded/kafka/messages/authorized-operations.ts';

it('are the bit fields that a broker without an authorizer answers', () => {
  // Seen of Kafka 3.3.2.
  expect(allOperations).toEqual({ topic: 3576, group: 328, cluster: 8096 });
});
