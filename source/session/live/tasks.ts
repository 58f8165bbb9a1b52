import { describeError } from '../../errors/lab-error.ts';
import type { Lab, Step } from '../../lab/model/step.ts';
import type { EventStream } from '../event-stream.ts';
import type { Notifier } from '../model/notifier.ts';
import type { SessionModel } from '../model/session-model.ts';
import type { TaskFiles } from '../task-files.ts';
import type { SessionActions } from '../view.ts';
import { isDone } from '../view.ts';
import type { OneAtATime } from './one-at-a-time.ts';

export interface TasksOptions {
  readonly lab: Lab;
  readonly stream: EventStream;
  readonly model: SessionModel;
  readonly notifier: Notifier;
  readonly oneAtATime: OneAtATime;
  /** Undefined: this session has no working directory, and its tasks are run like any other step. */
  readonly files: TaskFiles | undefined;
  readonly notice: (level: 'info' | 'error', text: string) => void;
  /** Runs a step as the learner would. */
  readonly run: (index: number) => void;
}

export interface Tasks {
  readonly actions: Pick<SessionActions, 'showSolution'>;
  /** Looks which step is selected: a session that is resumed begins in its middle. */
  follow(): void;
  /** Puts the solution in place, where nobody is there to find one. */
  solve(step: Step): void;
  close(): void;
}

/** Watches the file of the task that is selected, and runs its step whenever it was saved. */
export function createTasks(options: TasksOptions): Tasks {
  const { lab, stream, model, notifier, oneAtATime, files, notice } = options;
  let watched: { readonly step: string; stop(): void } | undefined;
  let isClosed = false;
  /** The task was saved and is to be run as soon as nothing else runs. */
  let isDue = false;

  function guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      notice('error', describeError(error));
    }
  }

  function stopWatching(): void {
    watched?.stop();
    watched = undefined;
  }

  /** Follows the selection. */
  function follow(): void {
    const step = lab.steps[model.view().current];
    if (isClosed || watched?.step === step?.id) return;
    stopWatching();
    if (files === undefined || step?.task === undefined) return;
    const { file, starts } = step.task;
    guard(() => {
      if (starts !== undefined) files.prepare(file, starts);
      watched = { step: step.id, stop: files.watch(file, () => saved(step)) };
      stream.show({ type: 'task-file', step: step.id, path: files.path(file) });
    });
  }

  function saved(step: Step): void {
    stream.publish({ type: 'task-saved', step: step.id });
    if (isDue) return;
    isDue = true;
    void runWhenIdle(step);
  }

  async function runWhenIdle(step: Step): Promise<void> {
    const index = lab.steps.findIndex(({ id }) => id === step.id);
    // What runs now judges the file as it was.
    if (model.state(step.id) === 'running') oneAtATime.cancel();
    while (oneAtATime.isBusy) await oneAtATime.idle();
    isDue = false;
    if (!isClosed && watched?.step === step.id) options.run(index);
  }

  /** What we write ourselves is no attempt of the learner's. */
  function write(file: string, text: string): void {
    stopWatching();
    guard(() => files?.replace(file, text));
    follow();
  }

  function restore(id: string): void {
    const task = lab.steps.find((step) => step.id === id)?.task;
    if (task?.starts !== undefined) write(task.file, task.starts);
  }

  const unsubscribe = stream.subscribe((event) => {
    if (event.type === 'selected' || event.type === 'step-ended') follow();
    if (event.type === 'step-reset' && event.undone === undefined) restore(event.step);
  });

  return {
    actions: {
      showSolution(index) {
        const step = lab.steps[index];
        if (step?.task === undefined || isDone(model.view().steps[index]?.state)) return;
        if (model.view().steps[index]?.task?.asked !== true)
          stream.publish({ type: 'solution-shown', step: step.id });
        notifier.now();
      },
    },
    follow,
    solve(step) {
      const { task } = step;
      if (files === undefined || task === undefined) return;
      write(task.file, task.solution);
      stream.publish({ type: 'solution-shown', step: step.id });
    },
    close() {
      isClosed = true;
      unsubscribe();
      stopWatching();
    },
  };
}
