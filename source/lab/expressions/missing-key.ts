import { EvaluationError } from '@marcbachmann/cel-js';
import { ExpressionError } from './expression-error.ts';

/** With more maps, a second evaluation would hold up everything else. */
const mostWatched = 1_000;
const mostShown = 20;
const longestShown = 40;

/**
 * Adds to `no such key: configs` the keys that there are. The library does not say of which map it was, so the expression is evaluated once
 * more: `again` gets what stands for each map, and notes what is looked up in vain.
 */
export function withKnownKeys(
  error: ExpressionError,
  again: (watch: <T extends object>(fields: T) => T) => unknown,
): ExpressionError {
  const [, missing] = /^no such key: (\S+)$/.exec(error.message) ?? [];
  if (missing === undefined) return error;
  let keys: readonly string[] | undefined;
  let watched = 0;
  const watch = <T extends object>(fields: T): T => {
    watched += 1;
    if (watched > mostWatched) throw new ExpressionError('bounds', `it sees more than ${mostWatched} maps`);
    return new Proxy(fields, {
      getOwnPropertyDescriptor: (target, key) => {
        const found = Reflect.getOwnPropertyDescriptor(target, key);
        if (found === undefined && key === missing) keys = Object.keys(target);
        return found;
      },
    });
  };
  try {
    again(watch);
  } catch (failure) {
    // It fails as before, or sees too much. What counts is what it looked up on the way.
    if (!(failure instanceof EvaluationError || failure instanceof ExpressionError)) throw failure;
  }
  return keys === undefined
    ? error
    : new ExpressionError(error.reason, `${error.message}; ${describeKeys(keys)}`, error.offset);
}

function describeKeys(keys: readonly string[]): string {
  if (keys.length === 0) return 'there is none';
  const shown = keys.slice(0, mostShown).map((key) => `\`${key.slice(0, longestShown)}\``);
  const more = keys.length - shown.length;
  return `there are ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
