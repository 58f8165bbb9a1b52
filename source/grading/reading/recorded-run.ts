import type { EventOf, JournalEvent } from '../../journal/events.ts';
import { restartConsumerLine, scaleProducerLine } from '../../lab/model/client-commands.ts';
import type { Observations } from '../../lab/model/observations.ts';
import type { Lab } from '../../lab/model/step.ts';
import { CommandOutputs } from './command-outputs.ts';
import { parseSeen } from './judge-again.ts';

/** What can be observed of the run that is open, as the journal holds it: what its checks saw, and what its commands printed. */
export class RecordedRun {
  #lab: Lab | undefined;
  #step: string | undefined;
  #seen: Partial<Observations> = {};
  #seenBy = new Map<string, Partial<Observations> | undefined>();
  #commands = new CommandOutputs();
  #counted: EventOf<'counted'> | undefined;

  grade(lab: Lab): void {
    this.#lab = lab;
  }

  /** The step that runs. */
  get step(): string | undefined {
    return this.#step;
  }

  /** Some check was judged. */
  get isJudged(): boolean {
    return this.#seenBy.size > 0;
  }

  /** What was seen before this event is complete, and the same commands begin again with it. */
  isRepeatedBy(event: JournalEvent): boolean {
    return event.type === 'command-started' && this.#isOwn(event) && event.attempt > this.#commands.attempt;
  }

  add(event: JournalEvent): void {
    switch (event.type) {
      case 'session-started':
        this.#begin(undefined);
        return;
      case 'step-started':
        this.#begin(event.step);
        return;
      case 'step-ended':
        this.#begin(undefined);
        return;
      case 'check-passed':
      case 'check-failed':
      case 'check-unjudged': {
        const seen = parseSeen(event.saw);
        this.#seenBy.set(event.check, seen);
        this.#seen = { ...this.#seen, ...seen };
        return;
      }
      case 'command-started':
        if (this.#isOwn(event)) this.#commands.started(event);
        return;
      case 'command-output':
        this.#commands.printed(event);
        return;
      case 'command-ended':
        this.#commands.ended(event);
        return;
      case 'counted':
        if (event.step === this.#step) this.#counted = event;
        return;
      default:
    }
  }

  /** What the commands printed, where all of it is known. */
  outputs(): Partial<Observations> {
    const outputs = this.#commands.seen();
    return outputs === undefined ? {} : { outputs, output: outputs.at(-1)! };
  }

  /** What all checks together saw, and what the commands printed. */
  all(): Partial<Observations> {
    return { ...this.#seen, ...this.outputs() };
  }

  /** The last count of the run. */
  get counted(): EventOf<'counted'> | undefined {
    return this.#counted;
  }

  isDecided(check: string): boolean {
    return this.#seenBy.has(check);
  }

  /** What this check saw when it was decided, without what was shortened; undefined where that is not recorded. */
  seenBy(check: string): Partial<Observations> | undefined {
    return this.#seenBy.get(check);
  }

  #begin(step: string | undefined): void {
    this.#step = step;
    this.#seen = {};
    this.#seenBy = new Map();
    this.#commands = new CommandOutputs();
    this.#counted = undefined;
  }

  /** A command of the step itself: not one by which the app starts and stops the clients around it. */
  #isOwn({ step, line }: { readonly step?: string; readonly line: string }): boolean {
    if (step === undefined || step !== this.#step) return false;
    if (this.#lab === undefined) return true;
    const { facts, steps } = this.#lab;
    const ofApp = [scaleProducerLine(facts, 0), scaleProducerLine(facts, 1), restartConsumerLine(facts)];
    if (!ofApp.includes(line)) return true;
    const commands = steps.find(({ id }) => id === step)?.commands;
    return (['embedded', 'kind', 'context'] as const).some((cluster) =>
      commands?.({ cluster, facts }).some((command) => command.line === line),
    );
  }
}
