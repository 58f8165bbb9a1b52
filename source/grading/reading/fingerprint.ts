import type { JournalEvent, JournalEventType } from '../../journal/events.ts';

/**
 * What is recorded when a learner, or a program, does something. Two sessions have such a record at the same tenth of a millisecond by
 * accident at most once or twice.
 */
const deeds: readonly JournalEventType[] = [
  'step-started',
  'step-ended',
  'command-started',
  'command-ended',
  'check-passed',
  'check-failed',
  'check-unjudged',
  'prediction',
  'graded',
  'answer',
  'hint',
];
const places = new Map(deeds.map((type, place) => [type, place]));

/** A number for a record by its kind and its time in the process; undefined for a kind that says nothing. */
export function fingerprintOf({ type, ms }: JournalEvent): number | undefined {
  const place = places.get(type);
  if (place === undefined || ms < 0 || ms > 1e10) return undefined;
  return Math.round(ms * 10) * deeds.length + place;
}
