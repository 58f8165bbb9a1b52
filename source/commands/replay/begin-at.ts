import { LabError } from '../../errors/lab-error.ts';
import type { ReplayStore } from '../../session/replay/replay.ts';

/**
 * Goes to the start of the step that `--from` names.
 * @throws LabError `usage`: the lab has no such step, or the session never ran it
 */
export function beginAt(store: Pick<ReplayStore, 'snapshot' | 'skipTo'>, from: string): void {
  const { steps } = store.snapshot();
  const index = steps.findIndex(({ step }) => step.id === from);
  if (index < 0)
    throw new LabError('usage', `--from is \`${from}\`, which is no step`, {
      hint: `they go from ${steps[0]?.step.id} to ${steps.at(-1)?.step.id}`,
    });
  if (!store.skipTo(index))
    throw new LabError('usage', `step \`${from}\` was not run in this session`, {
      hint: 'leave out --from, or name a step that was',
    });
}
