import { createContext, Script } from 'node:vm';
import { withinCpuTime } from '../../time/cpu-time.ts';
import type { Pattern } from './pattern.ts';

/** How much CPU time matching may take, once per pattern: a pattern that exceeds it is not tried again. */
const longestMs = 500;

const stopped = new WeakSet<Pattern>();
const box = createContext({ work: (): void => {} });
const call = new Script('work()');

/** Whether the pattern took too long. */
export function tookTooLong(pattern: Pattern): boolean {
  return stopped.has(pattern);
}

/**
 * Runs work that matches a pattern, for at most half a second of CPU time; returns `otherwise` if it takes longer. `(a+)+$` on the wrong line
 * takes hours, and only the timeout of a `vm.Script` can interrupt a running match. Work that was interrupted may begin again.
 */
export function withinTimeBox<T>(pattern: Pattern, work: () => T, otherwise: () => T): T {
  if (stopped.has(pattern)) return otherwise();
  let result: { readonly value: T } | undefined;
  box.work = () => {
    result = { value: work() };
  };
  withinCpuTime(longestMs, (timeout) => call.runInContext(box, { timeout }));
  // A timer that fires just as the work ends has stopped nothing.
  if (result !== undefined) return result.value;
  stopped.add(pattern);
  return otherwise();
}
