import type { EventOf, JournalEvent } from '../../journal/events.ts';
import type { Lab } from '../../lab/model/step.ts';
import { type Clock, systemClock } from '../../time/clock.ts';
import { markEvents, markText } from '../logs/log-marks.ts';
import { BoundedLogRing } from '../logs/log-ring.ts';
import { createNotifier } from '../model/notifier.ts';
import { SessionModel } from '../model/session-model.ts';
import type { SessionEvent } from '../session-events.ts';
import type { ReplayView, SessionActions, SessionStore } from '../view.ts';
import { findRound, searchedTexts } from './found-text.ts';
import { playbackTimes } from './playback-times.ts';
import { type SampledTally, tallyFromSample } from './sampled-tally.ts';

/** Events closer together than this are played together. */
const batchMs = 30;
/** What a speed may be. */
export const slowest = 0.25;
export const fastest = 64;

export interface ReplayOptions {
  readonly lab: Lab;
  /** The journal's events, oldest first. */
  readonly events: readonly JournalEvent[];
  readonly clock?: Clock;
  /** 1: as it happened; 2: twice as fast. */
  readonly speed?: number;
}

/** A recorded session on the screen: the same events through the same model, at their own pace, without a cluster. */
export interface ReplayStore extends SessionStore {
  /** Starts or resumes; at the end, starts over. */
  play(): void;
  pause(): void;
  /** Bounded to a quarter of the original speed and 64 times it. */
  setSpeed(speed: number): void;
  /** Plays everything up to a step's start at once; false: the session never ran it. */
  skipTo(stepIndex: number): boolean;
  /** Goes to the next event with such a text or the one before, round the end, and stays there; undefined: there is none. */
  search(holds: (text: string) => boolean, by: 1 | -1): ReplayPlace | undefined;
  /** Goes to the next mark of the logs or the one before, and stays there; undefined: there is none. */
  skipToMark(by: 1 | -1): ReplayPlace | undefined;
}

/** Where a replay was sent to. */
export interface ReplayPlace {
  /** The text that was found. */
  readonly text: string;
  /** The index of the step that ran, or had run last. */
  readonly step: number | undefined;
  /** The log that has the text. */
  readonly log?: 'producer' | 'consumer';
}

export function createReplay(options: ReplayOptions): ReplayStore {
  const { lab, events, clock = systemClock } = options;
  const { offsets, totalMs } = playbackTimes(events);
  const notifier = createNotifier(clock);
  const logs = { producer: new BoundedLogRing(), consumer: new BoundedLogRing() };
  const opening = events.find((event) => event.type === 'session-started');
  const startedAt = opening === undefined ? clock.wall() : Date.parse(opening.at);
  let happenedAt = startedAt;
  let model = newModel();
  const listeners = new Set<(event: SessionEvent) => void>([(event) => model.apply(event)]);
  const show = (event: SessionEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const subscribe = (listener: (event: SessionEvent) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  markEvents({ subscribe }, { wall: () => happenedAt }, lab, logs);

  let next = 0;
  let atMs = 0;
  let speed = bounded(options.speed ?? 1);
  let cancelTimer: (() => void) | undefined;
  let sample: SampledTally | undefined;
  let closed = false;

  function newModel(): SessionModel {
    const kind = opening?.cluster === 'kind' || opening?.cluster === 'context' ? opening.cluster : 'embedded';
    return new SessionModel(lab, kind, 'down', startedAt);
  }

  function playEvent(event: JournalEvent): void {
    happenedAt = Date.parse(event.at);
    show(event);
    if (event.type === 'pod-line') {
      logs[logOf(event)].add({ pod: event.pod, at: event.podAt, text: event.text, kind: 'line' });
    } else if (event.type === 'counters') {
      sample = tallyFromSample(event, sample);
      show({ type: 'tally', ...sample.shown });
    } else if (event.type === 'step-started') {
      const index = lab.steps.findIndex((step) => step.id === event.step);
      if (index >= 0) show({ type: 'selected', index });
    }
  }

  function logOf({ pod }: EventOf<'pod-line'>): 'producer' | 'consumer' {
    return pod.startsWith(lab.facts.producerApp) ? 'producer' : 'consumer';
  }

  function playUntil(ms: number, last = events.length - 1): void {
    while (next <= last && offsets[next]! <= ms) {
      playEvent(events[next]!);
      next += 1;
    }
    atMs = Math.min(ms, totalMs);
    notifier.changed();
  }

  function stopTimer(): void {
    cancelTimer?.();
    cancelTimer = undefined;
  }

  function schedule(): void {
    stopTimer();
    const due = offsets[next];
    if (closed || due === undefined) return;
    const from = clock.monotonic();
    const position = atMs;
    cancelTimer = clock.after(Math.max(0, due - position) / speed, () => {
      cancelTimer = undefined;
      playUntil(Math.max(due, position + (clock.monotonic() - from) * speed) + batchMs);
      schedule();
    });
    notifier.changed();
  }

  function startOver(): void {
    model = newModel();
    next = 0;
    atMs = 0;
    happenedAt = startedAt;
    sample = undefined;
    // Log lines stay; a mark shows where the replay starts over.
    const mark = { pod: '', at: startedAt, text: 'the replay starts over', kind: 'mark' } as const;
    logs.producer.add(mark);
    logs.consumer.add(mark);
  }

  /** Plays everything up to an event, and this one. */
  function goTo(at: number): void {
    stopTimer();
    if (at < next) startOver();
    playUntil(offsets[at]!, at);
  }

  function stayAt(at: number, text: string): ReplayPlace {
    goTo(at);
    notifier.now();
    const event = events[at]!;
    const begun = events.findLast((each, index) => index <= at && each.type === 'step-started');
    const step = lab.steps.findIndex(({ id }) => begun?.type === 'step-started' && id === begun.step);
    return {
      text,
      step: step < 0 ? undefined : step,
      ...(event.type === 'pod-line' ? { log: logOf(event) } : {}),
    };
  }

  function notice(): void {
    show({
      v: 1,
      at: new Date(happenedAt).toISOString(),
      ms: 0,
      type: 'notice',
      level: 'info',
      text: 'this is a replay: nothing runs here',
    });
    notifier.now();
  }

  const actions: SessionActions = {
    reset: notice,
    select(index) {
      show({ type: 'selected', index });
      notifier.now();
    },
    run: notice,
    repair: notice,
    runTo: notice,
    cancel: () => controls.pause(),
    agree() {},
    decline() {},
    swap: notice,
    answer: notice,
    compare: notice,
    hint: notice,
    predict: notice,
    skipPrediction: notice,
    showSolution() {},
    saveLog() {},
    exportTranscript: notice,
    typed: () => Promise.resolve({ exitCode: 0, output: '' }),
    shellOpened() {},
    shellClosed() {},
    async close() {
      closed = true;
      stopTimer();
      notifier.close();
    },
  };

  const controls = {
    play(): void {
      if (closed || cancelTimer !== undefined) return;
      if (next >= events.length) startOver();
      schedule();
      notifier.now();
    },
    pause(): void {
      stopTimer();
      notifier.now();
    },
    setSpeed(wanted: number): void {
      speed = bounded(wanted);
      if (cancelTimer !== undefined) schedule();
      notifier.now();
    },
    skipTo(stepIndex: number): boolean {
      const id = lab.steps[stepIndex]?.id;
      const at = events.findIndex((event) => event.type === 'step-started' && event.step === id);
      if (at < 0 || closed) return false;
      const isPlaying = cancelTimer !== undefined;
      goTo(at);
      if (isPlaying) schedule();
      notifier.now();
      return true;
    },
    search(holds: (text: string) => boolean, by: 1 | -1): ReplayPlace | undefined {
      const from = by > 0 ? next : next - 2;
      const found = (event: JournalEvent): string | undefined =>
        [markText(event, lab) ?? '', ...searchedTexts(event)].find((text) => text !== '' && holds(text));
      const at = findRound(events, from, by, (event) => found(event) !== undefined);
      return at === undefined ? undefined : stayAt(at, found(events[at]!) ?? '');
    },
    skipToMark(by: 1 | -1): ReplayPlace | undefined {
      const isMark = (event: JournalEvent): boolean => markText(event, lab) !== undefined;
      const at =
        by > 0
          ? events.findIndex((event, index) => index >= next && isMark(event))
          : events.findLastIndex((event, index) => index < next - 1 && isMark(event));
      return at < 0 ? undefined : stayAt(at, markText(events[at]!, lab) ?? '');
    },
  };

  let view: {
    readonly of: object;
    readonly replay: ReplayView;
    readonly view: ReturnType<SessionStore['snapshot']>;
  };
  return {
    ...controls,
    snapshot() {
      const of = model.view();
      const replay = {
        atMs,
        totalMs,
        now: happenedAt,
        speed,
        playing: cancelTimer !== undefined,
        ended: next >= events.length,
      };
      if (view === undefined || view.of !== of || JSON.stringify(view.replay) !== JSON.stringify(replay))
        view = { of, replay, view: { ...of, replay } };
      return view.view;
    },
    subscribe: notifier.subscribe,
    logs,
    actions,
  };
}

function bounded(speed: number): number {
  return Number.isFinite(speed) ? Math.min(fastest, Math.max(slowest, speed)) : 1;
}
