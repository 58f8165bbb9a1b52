import { explainSystemError } from '../errors/system-error.ts';

/** What to do if the home, or something in it, cannot be used. */
export const otherHome = 'choose another place with --home or KAFKA_LAB_HOME';

/** The same if something that is not ours is in the way. */
export const moveAwayOrOtherHome = `move it away, or ${otherHome}`;

/** The same after an error: first what helps against that, since another place would not hold what is here. */
export function otherHomeAfter(error: unknown): string {
  const todo = explainSystemError(error)?.todo;
  return todo === undefined ? otherHome : `${todo}, or ${otherHome}`;
}
