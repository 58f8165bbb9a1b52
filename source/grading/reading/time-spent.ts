import type { JournalEvent, JournalEventType } from '../../journal/events.ts';

/** A longer pause between two acts was no work on the lab. */
const longestPauseMs = 15 * 60_000;

const acts: ReadonlySet<JournalEventType> = new Set([
  'session-started',
  'step-started',
  'step-ended',
  'step-reset',
  'command-started',
  'command-ended',
  'prediction',
  'prediction-skipped',
  'answer',
  'answer-compared',
  'hint',
  'swap',
  'task-saved',
  'solution-shown',
  'shell-opened',
  'shell-closed',
]);

/** The learner's time since it was last taken: reading, thinking and running, without long pauses and what lies between two processes. */
export class TimeSpent {
  #last: number | undefined;
  #sum = 0;

  add({ type, ms }: JournalEvent): void {
    if (!acts.has(type)) return;
    if (type !== 'session-started' && this.#last !== undefined)
      this.#sum += Math.min(longestPauseMs, Math.max(0, ms - this.#last));
    this.#last = ms;
  }

  take(): number {
    const taken = this.#sum;
    this.#sum = 0;
    return taken;
  }
}
