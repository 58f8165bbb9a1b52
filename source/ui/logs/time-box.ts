import { createContext, Script } from 'node:vm';
import type { Pattern } from './pattern.ts';

/** How long matching may block the screen, once per pattern: a pattern that exceeds it is not tried again. */
const longestMs = 500;

const stopped = new WeakSet<Pattern>();
const box = createContext({ work: (): void => {} });
const call = new Script('work()');

/** Whether the pattern took too long. */
export function tookTooLong(pattern: Pattern): boolean {
  return stopped.has(pattern);
}

/**
 * Runs work that matches a pattern, for at most half a second; returns `otherwise` if it takes longer. `(a+)+$` on the wrong line takes
 * hours, and only the timeout of a `vm.Script` can interrupt a running match.
 */
export function withinTimeBox<T>(pattern: Pattern, work: () => T, otherwise: () => T): T {
  if (stopped.has(pattern)) return otherwise();
  let result: { readonly value: T } | undefined;
  box.work = () => {
    result = { value: work() };
  };
  try {
    call.runInContext(box, { timeout: longestMs });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    stopped.add(pattern);
  }
  return result === undefined ? otherwise() : result.value;
}
