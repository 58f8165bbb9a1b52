import type { EventOf, JournalEntry, JournalEvent } from '../../source/journal/events.ts';
import type { Lab, Step } from '../../source/lab/model/step.ts';
import type { Random } from '../embedded/kafka/random.ts';
import { pick, randomFor } from '../prove/pieces/seeds.ts';
import { Timeline, writeJournal } from './write-journal.ts';

export interface MadeClass {
  /** The name of a folder → its journal. */
  readonly journals: ReadonlyMap<string, Buffer>;
  readonly stuck: readonly string[];
  readonly edited: string;
  readonly copied: readonly [string, string];
}

const firstNames = ['Ada', 'Béla', 'Chloé', 'Dmitri', 'Elif', 'Femi', 'Grace', 'Hiro'];
const lastNames = ['Abel', 'Brandt', 'Chen', 'Duarte', 'Eze'];

/** What people write: few words of many, so that no two answers are the same by accident. */
const words =
  'broker partition consumer group leader offset replica topic producer message zookeeper service pod name stable address reads writes waits restarts registers assigns because therefore only every never always first second three four quarter share lag commit member generation cluster headless DNS order'.split(
    ' ',
  );

/**
 * The journals of forty people, made from one session of the whole lab: each at their own pace, with mistakes, hints, predictions and answers
 * of their own. Five are stuck, one has edited a verdict, one has copied another's session and made it look like their own.
 */
export function fortySessions(template: readonly JournalEvent[], lab: Lab, seed: number): MadeClass {
  const random = randomFor(seed, 'class');
  const names = lastNames.flatMap((last) => firstNames.map((first) => `${first} ${last}`));
  const shuffled = names.toSorted(() => random.below(3) - 1);
  const stuck = shuffled.slice(0, 5);
  const [edited, original, copy, early] = shuffled.slice(5) as [string, string, string, string];
  const sessions = new Map<string, JournalEvent[]>();
  for (const name of names) {
    const own = randomFor(seed, name);
    const stuckAt = stuck.includes(name) ? 8 + own.below(lab.steps.length - 12) : undefined;
    // To stop early is not to be stuck.
    const stopsBefore = name === early ? 12 : undefined;
    sessions.set(
      name,
      makeSession(template, lab, name, own, { stuckAt, stopsBefore, mustFail: name === edited }),
    );
  }
  sessions.set(copy, asIfOwn(sessions.get(original)!, copy, randomFor(seed, 'copy')));
  const journals = new Map([...sessions].map(([name, events]) => [name, writeJournal(events)]));
  journals.set(edited, edit(journals.get(edited)!));
  return { journals, stuck, edited, copied: [original, copy] };
}

interface Course {
  readonly stuckAt: number | undefined;
  readonly stopsBefore: number | undefined;
  readonly mustFail: boolean;
}

function makeSession(
  template: readonly JournalEvent[],
  lab: Lab,
  name: string,
  random: Random,
  { stuckAt, stopsBefore, mustFail }: Course,
): JournalEvent[] {
  const start = Date.UTC(
    2026,
    10,
    23,
    8 + random.below(9),
    random.below(60),
    random.below(60),
    random.below(1_000),
  );
  const timeline = new Timeline(new Date(start).toISOString(), 500 + random.below(9_000) / 10);
  const pace = 0.5 + random.below(200) / 100;
  const { head, runs } = splitRuns(template);
  for (const event of head)
    timeline.add({ ...entryOf(event), ...(event.type === 'session-started' ? whoIs(name, random) : {}) });
  for (const [at, step] of lab.steps.entries()) {
    if (at === stopsBefore) break;
    const run = runs.get(step.id) ?? [];
    predict(timeline, step, random);
    const mistakes =
      at === stuckAt ? 3 + random.below(4) : mustFail && at === 5 ? 2 : random.below(8) === 0 ? 1 : 0;
    for (let mistake = 0; mistake < mistakes; mistake += 1) {
      play(timeline, failed(run), random, pace);
      if (mistake < step.hints.length && random.below(2) === 0)
        timeline.add({ type: 'hint', step: step.id, taken: mistake + 1 }, 20_000 * pace);
    }
    if (at === stuckAt) break;
    play(timeline, run, random, pace);
    answer(timeline, step, random, pace);
  }
  timeline.add({ type: 'session-ended' }, 3_000);
  return timeline.events;
}

const whoIs = (name: string, random: Random) => ({
  session: `20261123-0${random.below(9)}0000-${100 + random.below(900)}`,
  installation: random.bytes(8).toString('hex'),
  name,
  email: `${name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z]+/g, '.')}@example.org`,
});

/** What a learner adds to a session: each of the forty has their own. */
const ownActs: readonly JournalEvent['type'][] = [
  'answer',
  'answer-compared',
  'graded',
  'hint',
  'prediction',
  'prediction-skipped',
];

/** What comes before the first step, and the records of each step up to the next one. */
function splitRuns(template: readonly JournalEvent[]) {
  const head: JournalEvent[] = [];
  const runs = new Map<string, JournalEvent[]>();
  let run = head;
  for (const event of template) {
    if (event.type === 'session-ended' || ownActs.includes(event.type)) continue;
    if (event.type === 'step-started') {
      run = [];
      runs.set(event.step, run);
    }
    run.push(event);
  }
  return { head, runs };
}

function play(timeline: Timeline, run: readonly JournalEvent[], random: Random, pace: number): void {
  let last: number | undefined;
  for (const event of run) {
    // Somebody reads before each run; a program takes about as long each time.
    const thought = last === undefined ? (5_000 + random.below(90_000)) * pace : 0;
    const gap = last === undefined ? 0 : Math.max(0, event.ms - last) * (0.8 + random.below(400) / 1_000);
    timeline.add(entryOf(event), thought + gap + random.below(200) / 10);
    last = event.ms;
  }
}

/** The same run, in which the last check does not hold. */
function failed(run: readonly JournalEvent[]): JournalEvent[] {
  const last = run.findLastIndex(({ type }) => type === 'check-passed');
  return run.map((event, at) => {
    if (at === last) {
      const { saw: _saw, ...rest } = event as EventOf<'check-passed'>;
      return { ...rest, type: 'check-failed', evidence: 'not as it should be', hint: 'Look again.' };
    }
    return event.type === 'step-ended' ? { ...event, outcome: 'failed' } : event;
  });
}

function predict(timeline: Timeline, { id: step, prediction }: Step, random: Random): void {
  if (prediction === undefined) return;
  if (random.below(10) === 0) timeline.add({ type: 'prediction-skipped', step }, 4_000);
  else {
    const { id, text } = pick(random, prediction.choices);
    const actual = pick(random, prediction.choices).id;
    timeline.add({ type: 'prediction', step, choice: id, text }, 15_000);
    timeline.add({
      type: 'graded',
      step,
      choice: id,
      actual,
      right: id === actual,
      evidence: `${actual}, as counted`,
    });
  }
}

function answer(timeline: Timeline, { id: step, questions }: Step, random: Random, pace: number): void {
  for (const { id: question } of questions) {
    if (random.below(12) === 0) continue;
    const text = Array.from({ length: 14 + random.below(25) }, () => pick(random, words)).join(' ');
    timeline.add(
      { type: 'answer', step, question, text: `${text}.` },
      (30_000 + random.below(60_000)) * pace,
    );
    timeline.add({ type: 'answer-compared', step, question, agrees: random.below(3) > 0 }, 8_000);
  }
}

/** Another's session under an own name, with answers in other words and all links computed again. */
function asIfOwn(events: readonly JournalEvent[], name: string, random: Random): JournalEvent[] {
  return events.map((event): JournalEvent => {
    if (event.type === 'session-started') return { ...event, ...whoIs(name, random) };
    if (event.type !== 'answer') return event;
    return { ...event, text: Array.from({ length: 20 }, () => pick(random, words)).join(' ') };
  });
}

/** A text editor turns the first verdict that failed into one that passed. */
function edit(journal: Buffer): Buffer {
  return Buffer.from(journal.toString('utf8').replace('"type":"check-failed"', '"type":"check-passed"'));
}

function entryOf({ v: _v, at: _at, ms: _ms, ...entry }: JournalEvent): JournalEntry {
  return entry as JournalEntry;
}
