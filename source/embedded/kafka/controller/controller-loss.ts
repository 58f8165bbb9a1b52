import { KafkaError } from '../messages/errors.ts';

/**
 * Whether a request to the controller failed because it no longer is the controller or its ZooKeeper session is gone. Nothing is
 * lost then: the next controller does the same from what ZooKeeper holds.
 */
export function isControllerLoss(error: unknown): boolean {
  if (error instanceof KafkaError) return error.code === 'NOT_CONTROLLER';
  // ZooKeeper's client is known by its types alone here.
  return error instanceof Error && error.name === 'ZooKeeperError';
}
