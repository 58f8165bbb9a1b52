import type { EventOf, JournalEvent } from '../../journal/events.ts';
import type { PartitionTally, TallySeen } from '../../lab/model/observations.ts';
import type { Lab } from '../../lab/model/step.ts';
import { type Clock, systemClock } from '../../time/clock.ts';
import { markEvents } from '../logs/log-marks.ts';
import { BoundedLogRing } from '../logs/log-ring.ts';
import { createNotifier } from '../model/notifier.ts';
import { SessionModel } from '../model/session-model.ts';
import type { SessionEvent } from '../session-events.ts';
import type { ReplayView, SessionActions, SessionStore } from '../view.ts';

const longestIdleMs = 3_000;
/** Events that lie closer together than this are played in one go. */
const batchMs = 30;
const slowest = 0.25;
const fastest = 64;

export interface ReplayOptions {
  readonly lab: Lab;
  /** The journal's events, oldest first. */
  readonly events: readonly JournalEvent[];
  readonly clock?: Clock;
  /** 1: as it happened; 2: twice as fast. */
  readonly speed?: number;
}

/** A session that is over, on the screen again: the same events through the same model, at their pace, without a cluster. */
export interface ReplayStore extends SessionStore {
  /** Starts, or goes on after a pause. At the end: begins anew. */
  play(): void;
  pause(): void;
  /** From a quarter of the pace to 64 times it. */
  setSpeed(speed: number): void;
  /** Plays all that happened up to a step's start, at once. */
  skipTo(stepIndex: number): void;
}

export function createReplay(options: ReplayOptions): ReplayStore {
  const { lab, events, clock = systemClock } = options;
  const { offsets, totalMs } = paceOf(events);
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
  let rates: Counted | undefined;
  let closed = false;

  function newModel(): SessionModel {
    const kind = opening?.cluster === 'kind' || opening?.cluster === 'context' ? opening.cluster : 'embedded';
    return new SessionModel(lab, kind, 'down', startedAt);
  }

  function playEvent(event: JournalEvent): void {
    happenedAt = Date.parse(event.at);
    show(event);
    if (event.type === 'pod-line') {
      const ring = event.pod.startsWith(lab.facts.producerApp) ? logs.producer : logs.consumer;
      ring.add({ pod: event.pod, at: event.podAt, text: event.text, kind: 'line' });
    } else if (event.type === 'counters') {
      const counted = countedOf(event, rates);
      rates = counted;
      show({ type: 'tally', ...counted.shown });
    } else if (event.type === 'step-started') {
      const index = lab.steps.findIndex((step) => step.id === event.step);
      if (index >= 0) show({ type: 'selected', index });
    }
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
    rates = undefined;
    // a log is never taken back; a line says where it starts again
    const mark = { pod: '', at: startedAt, text: 'the replay starts over', kind: 'mark' } as const;
    logs.producer.add(mark);
    logs.consumer.add(mark);
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
    runTo: notice,
    cancel: () => controls.pause(),
    agree() {},
    decline() {},
    swap: notice,
    answer: notice,
    predict: notice,
    saveLog() {},
    exportTranscript: notice,
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
    skipTo(stepIndex: number): void {
      const id = lab.steps[stepIndex]?.id;
      const at = events.findIndex((event) => event.type === 'step-started' && event.step === id);
      if (at < 0 || closed) return;
      const isPlaying = cancelTimer !== undefined;
      stopTimer();
      if (at < next) startOver();
      playUntil(offsets[at]!, at);
      if (isPlaying) schedule();
      notifier.now();
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

/** When each event is played, ms from the start. Idle time, and the time between two openings of the session, is cut short. */
function paceOf(events: readonly JournalEvent[]): { offsets: readonly number[]; totalMs: number } {
  let at = 0;
  let last: number | undefined;
  const offsets = events.map((event) => {
    if (event.type === 'session-started') last = undefined;
    if (last !== undefined) at += Math.min(longestIdleMs, Math.max(0, event.ms - last));
    last = event.ms;
    return at;
  });
  return { offsets, totalMs: at };
}

interface Counted {
  readonly ms: number;
  readonly produced: number;
  readonly received: number;
  readonly shown: {
    readonly tally: TallySeen;
    readonly producedPerSecond: number;
    readonly receivedPerSecond: number;
  };
}

/** The tally that a sample stands for, with rates against the sample before it. */
function countedOf(event: EventOf<'counters'>, before: Counted | undefined): Counted {
  const { consumer, endOffsets, received, startOffsets = [], ms } = event;
  const partitions = endOffsets.map((endOffset, partition): PartitionTally => {
    const startOffset = startOffsets[partition] ?? 0;
    const seen = received[partition] ?? 0;
    const window = Math.max(0, endOffset - startOffset);
    return { partition, startOffset, endOffset, window, received: seen, distinct: seen, duplicates: 0 };
  });
  const sum = (value: (each: PartitionTally) => number): number =>
    partitions.reduce((total, each) => total + value(each), 0);
  const window = sum((each) => each.window);
  const all = sum((each) => each.received);
  const produced = sum((each) => each.endOffset);
  const seconds = before === undefined ? 0 : (ms - before.ms) / 1000;
  const rate = (now: number, then: number): number =>
    seconds <= 0 ? 0 : Math.max(0, Math.round((now - then) / seconds));
  return {
    ms,
    produced,
    received: all,
    shown: {
      tally: {
        consumer,
        partitions,
        window,
        received: all,
        share: window === 0 ? 0 : Math.min(1, all / window),
        settled: false,
      },
      producedPerSecond: rate(produced, before?.produced ?? 0),
      receivedPerSecond: rate(all, before?.received ?? 0),
    },
  };
}
