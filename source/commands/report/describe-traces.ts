import { hostname, userInfo } from 'node:os';
import type { Machine, Trace } from '../../report/privacy/find-traces.ts';
import { type SafeText, safe, safeLines } from '../../text/safe-text.ts';

const mostPlaces = 6;

export function thisMachine(home: string): Machine {
  return { user: userName(), host: hostname(), home, environment: process.env };
}

/** A user without an entry in the system's list has no name to be found. */
function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return '';
  }
}

/** A line for each thing that was searched for. */
export function describeTraces(traces: readonly Trace[]): SafeText {
  return safeLines(
    traces.map(({ what, isSecret, places, skipped }) => {
      if (skipped !== undefined) return safe`? not looked for: ${what} (${skipped})`;
      if (places.length === 0) return safe`✔ none: ${what}`;
      const shown = places.slice(0, mostPlaces).join(', ');
      const more = places.length > mostPlaces ? ` and ${places.length - mostPlaces} more` : '';
      return safe`${isSecret ? '✘ ' : '! '}${what}: ${shown}${more}`;
    }),
  );
}
