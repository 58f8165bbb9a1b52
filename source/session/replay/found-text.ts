import type { JournalEvent } from '../../journal/events.ts';

/** The texts of an event that the screen shows, a line each: what a search in a replay looks through. */
export function searchedTexts(event: JournalEvent): readonly string[] {
  switch (event.type) {
    case 'step-started':
      return [`${event.step} ${event.title}`];
    case 'command-started':
      return [event.line];
    case 'command-output':
      return event.text.split('\n');
    case 'check-passed':
    case 'check-failed':
    case 'check-unjudged':
      return [event.title, event.evidence];
    case 'regressed':
    case 'restored':
    case 'graded':
      return [event.evidence];
    case 'answer':
      return event.text.split('\n');
    case 'pod-line':
    case 'notice':
      return [event.text];
    default:
      return [];
  }
}

/** The index of the next item that holds, from `from` on, round the end of the list. */
export function findRound<T>(
  items: readonly T[],
  from: number,
  by: 1 | -1,
  holds: (item: T) => boolean,
): number | undefined {
  const count = items.length;
  for (let turn = 0; turn < count; turn += 1) {
    const index = (((from + by * turn) % count) + count) % count;
    if (holds(items[index]!)) return index;
  }
  return undefined;
}
