import { KafkaError } from '../../messages/errors.ts';

/** The most bytes of all values of one configuration: ZooKeeper stores them in one node, which every broker reads. */
export const mostConfigLength = 256 * 1024;

/** Throws INVALID_CONFIG for values that are too long together. */
export function checkConfigLength(length: number): void {
  if (length > mostConfigLength)
    throw new KafkaError(
      'INVALID_CONFIG',
      `The values of a configuration have \`${length}\` characters: ${mostConfigLength} are allowed`,
    );
}
