import type { JournalEvent } from './events.ts';

/** What a journal says of itself: so many records before this one could not be written. */
export function lostNotice(count: number): JournalEvent {
  return {
    v: 1,
    at: new Date().toISOString(),
    ms: Math.round(performance.now()),
    type: 'notice',
    level: 'error',
    text: `${count} records before this one could not be written`,
    lost: count,
  };
}

/** So many bytes at its end were no whole record, and are gone; at the time of the event that was recorded next. */
export function cutNotice(bytes: number, { at, ms }: JournalEvent): JournalEvent {
  const text = `an incomplete record of ${bytes} bytes was removed from the end of the journal when it was opened`;
  return { v: 1, at, ms, type: 'notice', level: 'info', text, cut: bytes };
}
