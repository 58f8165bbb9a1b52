import type { ReplayPlace, ReplayStore } from '../../session/replay/replay.ts';
import { fastest, slowest } from '../../session/replay/replay.ts';
import type { SessionStore } from '../../session/view.ts';
import type { Handler } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { say, shown } from './say.ts';

export function isReplay(store: SessionStore): store is ReplayStore {
  return 'skipTo' in store;
}

/** The handler of a command that works on a replay. */
export function inReplay(
  handle: (context: KeyContext, session: ReplayStore, argument: string) => void,
): Handler {
  return (context, argument) => {
    if (isReplay(context.session)) handle(context, context.session, argument);
  };
}

export function playOrPause({ ui }: KeyContext, session: ReplayStore): void {
  if (session.snapshot().replay?.playing) session.pause();
  else {
    ui.set({ following: true, stepTop: undefined });
    session.play();
  }
}

export function changeSpeed(session: ReplayStore, factor: number): void {
  session.setSpeed((session.snapshot().replay?.speed ?? 1) * factor);
}

/** `:replay-speed N`. */
export function setSpeed(context: KeyContext, session: ReplayStore, typed: string): void {
  const speed = Number(typed);
  if (typed !== '' && speed >= slowest && speed <= fastest) session.setSpeed(speed);
  else say(context, `The speed is \`${shown(typed)}\`: give a number from ${slowest} to ${fastest}.`);
}

/** Plays from the start of the selected step. */
export function playFrom(context: KeyContext, session: ReplayStore): void {
  if (skipTo(context, session)) session.play();
}

/** Goes to the start of the selected step; false, with a message, where the session never ran it. */
export function skipTo(context: KeyContext, session: ReplayStore): boolean {
  const { selected } = context.ui.get();
  const wasRun = session.skipTo(selected);
  if (wasRun) context.ui.set({ following: true, stepTop: undefined });
  else say(context, `Step ${session.snapshot().steps[selected]?.step.id} was not run in this session.`);
  return wasRun;
}

/** To the next mark, or the one before. */
export function skipToMark(by: 1 | -1): Handler {
  return inReplay((context, session) => {
    const place = session.skipToMark(by);
    if (place === undefined)
      say(context, by > 0 ? 'There is no mark after this.' : 'There is no mark before this.');
    else {
      showPlace(context, place);
      say(context, place.text);
    }
  });
}

/** Shows the step at which the replay is now, and follows it from there. */
export function showPlace({ ui }: KeyContext, { step }: ReplayPlace): void {
  ui.set({ following: true, stepTop: undefined, ...(step === undefined ? {} : { selected: step }) });
}
