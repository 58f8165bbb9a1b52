import { KafkaError } from '../messages/errors.ts';

/**
 * Whether a request failed because this broker is no longer the controller or its ZooKeeper session is gone. Nothing is lost then: the
 * next controller works from ZooKeeper's state.
 */
export function isControllerLoss(error: unknown): boolean {
  if (error instanceof KafkaError) return error.code === 'NOT_CONTROLLER';
  // Only the types of ZooKeeper's client may be imported here.
  return error instanceof Error && error.name === 'ZooKeeperError';
}
