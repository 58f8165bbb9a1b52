import type { Cluster, ClusterObserver } from '../../cluster/model/cluster.ts';
import type { Lab } from '../../lab/model/step.ts';
import type { Clock } from '../../time/clock.ts';
import type { Sampler } from '../count/sampler.ts';
import type { EventStream } from '../event-stream.ts';
import type { Notifier } from '../model/notifier.ts';
import type { SessionModel } from '../model/session-model.ts';
import type { CommandExecutor } from '../run/command-executor.ts';
import { resetStep, undoForRepair } from '../run/reset-step.ts';
import { swapConsumer } from '../run/swap-consumer.ts';
import { type UndoPlan, undoPlan } from '../undo-plan.ts';
import type { SessionActions } from '../view.ts';
import { isDone } from '../view.ts';
import type { ClaimGate } from './claim-gate.ts';
import type { DeployedConsumer } from './deployed-consumer.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import type { RefreshLab } from './refresh-lab.ts';
import type { RunOneStep } from './run-one-step.ts';

export interface StepActionsOptions {
  readonly lab: Lab;
  readonly cluster: Cluster;
  readonly observer: () => ClusterObserver;
  readonly executor: CommandExecutor;
  readonly sampler: Sampler;
  readonly stream: EventStream;
  readonly model: SessionModel;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly gate: ClaimGate;
  readonly oneAtATime: OneAtATime;
  readonly deployed: DeployedConsumer;
  readonly runOneStep: RunOneStep;
  readonly refreshLab: RefreshLab;
  readonly messages: number;
  /** Why the consumer cannot be swapped; undefined if it can. */
  readonly swapOff: string | undefined;
  readonly notice: (level: 'info' | 'error', text: string) => void;
  /** Called after a step was undone. */
  readonly onReset: () => void;
}

export type StepActions = Pick<
  SessionActions,
  'select' | 'run' | 'runTo' | 'cancel' | 'agree' | 'decline' | 'reset' | 'repair' | 'swap'
>;

/** The user's actions on steps and on the consumer. */
export function createStepActions(options: StepActionsOptions): StepActions {
  const { lab, cluster, stream, model, gate, oneAtATime, runOneStep, messages, notice } = options;

  async function refresh(): Promise<void> {
    for (const text of await options.refreshLab()) notice('info', text);
  }

  const plan = (index: number): UndoPlan =>
    cluster.state === 'ready' ? undoPlan(model.view(), index) : { lines: [], standing: [] };

  async function swap(signal: AbortSignal): Promise<void> {
    await refresh();
    const { from, to, unidentifiedPod } = await swapConsumer({
      ...options,
      facts: lab.facts,
      deployed: options.deployed.latest,
      // The last counts stop it; whoever swaps after the last step, passed or not, wants to see messages arrive.
      resumesProducer: (model.view().steps.at(-1)?.state ?? 'todo') !== 'todo',
      signal,
    });
    if (unidentifiedPod !== undefined) stream.publish({ type: 'swap', from, to, pod: unidentifiedPod });
    notice(
      'info',
      to === 'group' ? 'the consumer is now the group' : 'the consumer now reads partition 0 only',
    );
  }

  const actions: StepActions = {
    select(index) {
      stream.show({ type: 'selected', index });
      options.notifier.now();
    },
    run(index) {
      const step = lab.steps[index];
      if (!step) return;
      void oneAtATime.run(`Step ${step.id}`, async (signal) => {
        if (await gate.admits(step, () => actions.run(index), signal))
          await runOneStep(step, { messages, signal, isLast: true });
      });
    },
    runTo(index) {
      const last = Math.min(index, lab.steps.length - 1);
      void oneAtATime.run(`The run to step ${lab.steps[last]?.id}`, async (signal) => {
        for (const [at, step] of lab.steps.slice(0, last + 1).entries()) {
          if (isDone(model.view().steps[at]?.state)) continue;
          if (!(await gate.admits(step, () => actions.runTo(index), signal))) return;
          stream.show({ type: 'selected', index: at });
          const outcome = await runOneStep(step, { messages, signal, isLast: at === last });
          if (!isDone(outcome)) return;
        }
      });
    },
    cancel: () => oneAtATime.cancel(),
    agree: () => gate.agree(),
    decline: () => gate.decline(),
    reset(index) {
      const id = lab.steps[index]?.id;
      if (id === undefined) return;
      void oneAtATime.run(`The reset of step ${id}`, async (signal) => {
        await refresh();
        const step = lab.steps[index]!;
        const { lines, standing } = plan(index);
        if (lines.length > 0 && !(await gate.admits(undefined, () => actions.reset(index), signal))) return;
        await resetStep(step, lines, { ...options, signal, state: (id) => model.state(id) });
        const ids = standing.map((each) => each.step.id).join(', ');
        const first = ids === '' ? '' : `; what stood on it was undone first: ${ids}`;
        notice('info', `step ${step.id} is undone and counts as not run${first}`);
        options.onReset();
      });
    },
    repair(from, to) {
      const step = lab.steps[from];
      if (step === undefined) return;
      void oneAtATime.run(`The repair of step ${step.id}`, async (signal) => {
        await refresh();
        if (!(await gate.admits(step, () => actions.repair(from, to), signal))) return;
        const { lines } = plan(from);
        // One that the learner has undone is only run again.
        if (model.state(step.id) !== 'todo')
          await undoForRepair(lab.steps[from]!, lines, {
            ...options,
            signal,
            state: (id) => model.state(id),
          });
        for (const [at, each] of lab.steps.slice(0, to + 1).entries()) {
          if (at < from || (at > from && isDone(model.view().steps[at]?.state))) continue;
          stream.show({ type: 'selected', index: at });
          const outcome = await runOneStep(each, { messages, signal, isLast: at === to });
          if (!isDone(outcome)) return;
        }
      });
    },
    swap() {
      if (options.swapOff !== undefined) {
        notice('info', options.swapOff);
        return;
      }
      void oneAtATime.run('The swap', async (signal) => {
        if (!(await gate.admits(undefined, actions.swap, signal))) return;
        stream.show({ type: 'swapping', swapping: true });
        try {
          await swap(signal);
        } finally {
          stream.show({ type: 'swapping', swapping: false });
        }
      });
    },
  };
  return actions;
}
