import type { StepOutcome } from '../../journal/events.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Step } from '../../lab/model/step.ts';
import type { LogFeed } from '../logs/log-feed.ts';
import type { SessionModel } from '../model/session-model.ts';
import { gradePredictions } from '../run/grade-predictions.ts';
import { runStep, type StepRunnerOptions } from '../run/step-runner.ts';
import { isDone } from '../view.ts';
import type { ClusterWatch } from './cluster-watch.ts';
import type { CurrentLab } from './current-lab.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import type { RefreshLab } from './refresh-lab.ts';

/** Runs one step to its end and records it. `isLast` is false if another step follows at once when this one passes. */
export type RunOneStep = (
  step: Step,
  run: { readonly messages: number; readonly signal: AbortSignal; readonly isLast: boolean },
) => Promise<StepOutcome>;

export interface RunOneStepOptions extends Omit<StepRunnerOptions, 'onFreshCluster' | 'onChecked'> {
  readonly lab: CurrentLab;
  readonly refreshLab: RefreshLab;
  readonly model: SessionModel;
  readonly watch: ClusterWatch;
  readonly feed: LogFeed;
  readonly journal: Pick<Journal, 'sync'>;
  readonly oneAtATime: OneAtATime;
}

/** A step within a session: predictions are graded with it, and its record is on the disk before it counts as over. */
export function createRunOneStep(options: RunOneStepOptions): RunOneStep {
  const { lab, stream, model, watch, feed, journal, oneAtATime } = options;
  const stepOptions: StepRunnerOptions = {
    ...options,
    onFreshCluster: () => watch.reset(),
    onChecked: (step, look) =>
      gradePredictions(step, { lab, stream, chosen: (id) => model.chosen(id), look }),
  };
  return async (step, { isLast, ...run }) => {
    const notes = await options.refreshLab();
    const outcome = await runStep(lab.step(step.id) ?? step, stepOptions, { ...run, notes });
    if (isLast || !isDone(outcome)) oneAtATime.settle();
    feed.recordElided();
    await journal.sync();
    return outcome;
  };
}
