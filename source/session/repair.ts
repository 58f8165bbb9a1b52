import { isDone, type SessionView } from './view.ts';

/** What has to be done again, as indices of steps: all from `from` up to `to` that have not passed. */
export interface Repair {
  readonly from: number;
  readonly to: number;
  /** `ended`: the session was resumed without its cluster. `undone`: what the step made is gone. `reset`: the learner undid the step. */
  readonly why: 'ended' | 'undone' | 'reset';
}

/** What a session has to do again before it can go on; undefined if all that was done still holds. */
export function repairOf(view: Pick<SessionView, 'steps' | 'rebuildTo' | 'replay'>): Repair | undefined {
  if (view.replay !== undefined) return undefined;
  if (view.rebuildTo !== undefined) return { from: 0, to: view.rebuildTo, why: 'ended' };
  const from = view.steps.findIndex(({ state }) => state === 'regressed');
  if (from < 0) return undefined;
  const to = view.steps.findLastIndex(({ state }) => state === 'regressed' || isDone(state));
  const { undoneWith } = view.steps[from]!;
  const base = view.steps.findIndex(({ step, state }) => step.id === undoneWith && state === 'todo');
  return base < 0 ? { from, to, why: 'undone' } : { from: base, to, why: 'reset' };
}
