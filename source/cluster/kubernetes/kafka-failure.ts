import { isExpectedFailure } from '../../errors/expected-failure.ts';

/** What ends the sockets of a connection that is given up. */
export class GivenUpError extends Error {
  constructor() {
    super('the connection was given up');
    this.name = 'GivenUpError';
  }
}

/**
 * True for what brokers, or the way to them, may cause at any time. kafkajs wraps whatever is thrown inside it in errors of its own, with a
 * TypeError of anybody's as their `cause`: that is a defect, and has to be seen.
 */
export function isKafkaFailure(error: unknown): boolean {
  if (error instanceof GivenUpError || isExpectedFailure(error)) return true;
  if (!(error instanceof Error) || !error.name.startsWith('KafkaJS')) return false;
  return error.cause === undefined || isKafkaFailure(error.cause);
}
