import type { JournalEvent } from '../../journal/events.ts';

/** Output of one step that is kept for the screen, in characters. */
const outputLimit = 256 * 1024;

/** The part of its journal that a session needs to resume: the last run of each step and the last answer to each question. */
export interface Recovery {
  add(event: JournalEvent): void;
  /** True once there is a session to resume. */
  readonly found: boolean;
  events(): readonly JournalEvent[];
}

/** Takes events in journal order; keeps a bounded part of them. */
export function createRecovery(): Recovery {
  const runs = new Map<string, JournalEvent[]>();
  const answers = new Map<string, JournalEvent[]>();
  const hints = new Map<string, JournalEvent>();
  const predictions = new Map<string, JournalEvent[]>();
  const shown = new Map<string, JournalEvent>();
  let comparison: JournalEvent | undefined;
  const commandSteps = new Map<number, string>();
  let outputSize = 0;
  let found = false;

  const keep = (step: string, event: JournalEvent): void => {
    runs.get(step)?.push(event);
  };

  return {
    get found() {
      return found;
    },
    add(event) {
      switch (event.type) {
        case 'session-started':
          found = true;
          commandSteps.clear();
          return;
        case 'step-started':
          runs.delete(event.step);
          runs.set(event.step, [event]);
          outputSize = 0;
          return;
        case 'step-reset':
          runs.delete(event.step);
          if (event.undone !== undefined) return;
          predictions.delete(event.step);
          hints.delete(event.step);
          for (const question of event.questions) answers.delete(question);
          return;
        case 'step-ended':
        case 'check-passed':
        case 'check-failed':
        case 'check-unjudged':
        case 'regressed':
        case 'restored':
          keep(event.step, event);
          return;
        case 'command-started':
          if (event.step === undefined) return;
          commandSteps.set(event.command, event.step);
          keep(event.step, event);
          return;
        case 'command-output':
        case 'command-ended': {
          const step = commandSteps.get(event.command);
          if (step === undefined) return;
          if (event.type === 'command-ended') {
            keep(step, event);
            return;
          }
          outputSize += event.text.length;
          // The screen has its own colours.
          const { looks: _, ...plain } = event;
          if (outputSize <= outputLimit) keep(step, plain);
          return;
        }
        case 'answer':
          answers.set(event.question, [event]);
          return;
        case 'answer-compared':
          answers.get(event.question)?.splice(1, 1, event);
          return;
        case 'hint':
          hints.set(event.step, event);
          return;
        case 'prediction':
        case 'prediction-skipped':
          predictions.set(event.step, [event]);
          return;
        case 'graded':
          predictions.get(event.step)?.push(event);
          return;
        case 'solution-shown':
          shown.set(event.step, event);
          return;
        case 'before-after':
          comparison = event;
          return;
        default:
      }
    },
    events: () => [
      ...[...runs.values()].flat(),
      ...[...answers.values()].flat(),
      ...hints.values(),
      ...[...predictions.values()].flat(),
      ...shown.values(),
      ...(comparison === undefined ? [] : [comparison]),
    ],
  };
}
