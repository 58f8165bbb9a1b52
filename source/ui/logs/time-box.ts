import { createContext, Script } from 'node:vm';
import type { Pattern } from './pattern.ts';

/** The longest that matching may hold up the screen, once for a pattern: it is not asked again. */
const longestMs = 500;

const stopped = new WeakSet<Pattern>();
const box = createContext({ work: (): void => {} });
const call = new Script('work()');

/** Whether the pattern was found to take too long. */
export function tookTooLong(pattern: Pattern): boolean {
  return stopped.has(pattern);
}

/**
 * Does work that matches a pattern, for at most half a second. `(a+)+$` on the wrong line takes longer than the lab; nothing
 * but a script's timeout can end a match that runs. `otherwise` is what then stands for the result.
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
