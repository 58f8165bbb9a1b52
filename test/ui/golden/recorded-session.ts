import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEntry, JournalEvent } from '../../../source/journal/events.ts';
import { createReplay } from '../../../source/session/replay/replay.ts';
import type { SessionStore } from '../../../source/session/view.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { FakeClock } from '../../time/fake-clock.ts';

/** The whole lab as recorded on the embedded cluster, with its log lines and samples thinned out. */
const recorded: readonly JournalEvent[] = readFileSync(join(import.meta.dirname, 'session.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as JournalEvent);

const opening = recorded[0]!;

/** The age of the recorded session in ms. */
export function ageAt(event: JournalEvent): number {
  return Date.parse(event.at) - Date.parse(opening.at);
}

/** The events up to the end of the last run of a step. */
export function untilStepEnded(id: string): JournalEvent[] {
  const last = recorded.findLastIndex((event) => event.type === 'step-ended' && event.step === id);
  if (last < 0) throw new Error(`step ${id} does not end in the recorded session`);
  // What is counted and logged in the second after it.
  const settled = recorded.findIndex(
    (event, index) => index > last && Date.parse(event.at) > Date.parse(recorded[last]!.at) + 2_500,
  );
  const next = recorded.findIndex((event, index) => index > last && event.type === 'step-started');
  const ends = [settled, next].filter((index) => index >= 0);
  return recorded.slice(0, ends.length === 0 ? undefined : Math.min(...ends));
}

/** More events, each a tenth of a second after the previous one. */
export function followedBy(
  events: readonly JournalEvent[],
  ...entries: readonly JournalEntry[]
): JournalEvent[] {
  const last = events.at(-1) ?? opening;
  const stamped = entries.map((entry, index): JournalEvent => {
    const later = (index + 1) * 100;
    return { v: 1, at: new Date(Date.parse(last.at) + later).toISOString(), ms: last.ms + later, ...entry };
  });
  return [...events, ...stamped];
}

export const freshSession: readonly JournalEvent[] = [opening];

/** The session after these events, as a live session shows it. */
export async function sessionAfter(events: readonly JournalEvent[]): Promise<SessionStore> {
  const replay = createReplay({ lab: kafkaLab, events, clock: new FakeClock() });
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (replay.snapshot().replay?.ended) resolve();
    };
    replay.subscribe(look);
    replay.play();
    look();
  });
  const { replay: _over, ...view } = replay.snapshot();
  const { subscribe, logs, actions } = replay;
  return { snapshot: () => view, subscribe, logs, actions };
}
