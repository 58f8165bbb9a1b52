import type { ClusterKind, ClusterState } from '../../cluster/model/cluster.ts';
import type { Lab } from '../../lab/model/step.ts';
import { emptyTally } from '../count/tally.ts';
import type { SessionEvent } from '../session-events.ts';
import {
  type ClaimQuestion,
  type ClusterView,
  isDone,
  type OutputLine,
  type SessionView,
  type StepState,
  type StepView,
} from '../view.ts';
import { StepModel } from './step-model.ts';

/** Reduces the session's events to the state that a screen shows. No state comes from anywhere else. */
export class SessionModel {
  readonly #lab: Lab;
  readonly #kind: ClusterKind;
  readonly #startedAt: number;
  readonly #swapIsOff: boolean;
  readonly #steps: readonly StepModel[];
  /** Which step a command belongs to. */
  #commandSteps = new Map<number, StepModel>();
  /** How many lines of a command were shown although the journal omitted them. */
  #moreShown = new Map<number, number>();
  #current = 0;
  #rebuildTo: number | undefined;
  #running: number | undefined;
  #clusterState: ClusterState;
  #workloads: ClusterView['workloads'] = [];
  #topic: ClusterView['topic'];
  #tally: Pick<SessionView, 'tally' | 'producedPerSecond' | 'receivedPerSecond'> = {
    tally: emptyTally,
    producedPerSecond: 0,
    receivedPerSecond: 0,
  };
  #swapping = false;
  /** The consumer that was swapped in since the last step ended, unless what that changed has been restored. */
  #swappedTo: StepView['swappedTo'];
  #beforeAfter: SessionView['beforeAfter'];
  #members: NonNullable<SessionView['members']> = [];
  #notice: SessionView['notice'];
  #banner: string | undefined;
  #claimQuestion: ClaimQuestion | undefined;
  #view: SessionView | undefined;

  constructor(lab: Lab, kind: ClusterKind, state: ClusterState, startedAt: number, swapIsOff = false) {
    this.#lab = lab;
    this.#kind = kind;
    this.#clusterState = state;
    this.#startedAt = startedAt;
    this.#swapIsOff = swapIsOff;
    this.#steps = lab.steps.map((step) => new StepModel(step, lab, kind));
  }

  apply(event: SessionEvent): void {
    this.#view = undefined;
    switch (event.type) {
      case 'session-started':
        this.#commandSteps = new Map();
        return;
      case 'facts-changed':
        for (const [index, step] of this.#steps.entries()) step.reword(this.#lab.steps[index]!, this.#lab);
        return;
      case 'step-started':
        this.#notice = undefined;
        this.#running = this.#indexOf(event.step);
        this.#step(event.step)?.start(Date.parse(event.at));
        return;
      case 'resetting':
        this.#notice = undefined;
        this.#swappedTo = undefined;
        this.#running = this.#indexOf(event.step);
        this.#step(event.step)?.start(undefined);
        return;
      case 'step-reset':
        if (event.undone === undefined) this.#step(event.step)?.reset();
        else this.#step(event.step)?.clearResult();
        for (const question of event.questions) this.#stepOfQuestion(question)?.forget(question);
        this.#running = undefined;
        return;
      case 'step-ended':
        this.#step(event.step)?.end(event.outcome, event.durationMs);
        this.#swappedTo = undefined;
        this.#running = undefined;
        if (isDone(event.outcome)) this.#advanceFrom(event.step);
        return;
      case 'command-started': {
        const step = event.step === undefined ? undefined : this.#step(event.step);
        if (step === undefined) return;
        this.#commandSteps.set(event.command, step);
        step.print({ stream: 'command', text: event.line });
        return;
      }
      case 'command-output': {
        const step = this.#commandSteps.get(event.command);
        if (event.elided === undefined) this.#print(step, event);
        else step?.skip(Math.max(0, event.elided - (this.#moreShown.get(event.command) ?? 0)));
        return;
      }
      case 'more-output': {
        const shown = this.#print(this.#commandSteps.get(event.command), event);
        this.#moreShown.set(event.command, (this.#moreShown.get(event.command) ?? 0) + shown);
        return;
      }
      case 'command-ended': {
        const step = this.#commandSteps.get(event.command);
        this.#commandSteps.delete(event.command);
        this.#moreShown.delete(event.command);
        if (event.exitCode !== 0) step?.print({ stream: 'note', text: `exit code ${event.exitCode}` });
        return;
      }
      case 'note':
        this.#step(event.step)?.print({ stream: 'note', text: event.text });
        return;
      case 'task-file':
        this.#step(event.step)?.locate(event.path);
        return;
      case 'task-saved':
        this.#step(event.step)?.save();
        return;
      case 'solution-shown':
        this.#step(event.step)?.askForSolution();
        return;
      case 'checks-waiting':
        this.#step(event.step)?.waitForChecks();
        return;
      case 'check-passed':
        this.#step(event.step)?.decide(event.check, {
          state: 'passed',
          verdict: { ok: true, evidence: event.evidence },
          durationMs: event.durationMs,
        });
        return;
      case 'check-failed':
      case 'check-unjudged': {
        const { evidence, hint, durationMs } = event;
        const verdict = { ok: false as const, evidence, ...(hint === undefined ? {} : { hint }) };
        const state = event.type === 'check-failed' ? 'failed' : 'unjudged';
        this.#step(event.step)?.decide(event.check, { state, verdict, durationMs });
        return;
      }
      case 'answer':
        (this.#stepOfQuestion(event.question) ?? this.#step(event.step))?.answer(event.question, event.text);
        return;
      case 'answer-compared':
        this.#stepOfQuestion(event.question)?.compare(event.question, event.agrees);
        return;
      case 'hint':
        this.#step(event.step)?.takeHints(event.taken);
        return;
      case 'prediction-skipped':
        this.#step(event.step)?.skipPrediction();
        return;
      case 'prediction':
        this.#step(event.step)?.predict(event.choice);
        return;
      case 'graded': {
        const { actual, right, evidence } = event;
        this.#step(event.step)?.grade({ actual, right, evidence });
        return;
      }
      case 'regressed': {
        const { evidence, hint } = event;
        const verdict = { ok: false as const, evidence, ...(hint === undefined ? {} : { hint }) };
        this.#step(event.step)?.regress(event.check, verdict, {
          ...(this.#swappedTo === undefined ? {} : { swappedTo: this.#swappedTo }),
          undoneWith: event.undone,
        });
        return;
      }
      case 'restored': {
        const step = this.#step(event.step);
        // Another step may be restored while what the swap changed is not, as after a session goes on.
        if (step?.swappedTo !== undefined) this.#swappedTo = undefined;
        step?.restore(event.check, { ok: true, evidence: event.evidence });
        return;
      }
      case 'rebalance':
        this.#members = event.members;
        return;
      case 'before-after':
      case 'compared':
        this.#beforeAfter = event.type === 'compared' ? event.beforeAfter : event;
        return;
      case 'notice':
        this.#notice = { level: event.level, text: event.text };
        return;
      case 'cluster-state':
        this.#clusterState = event.state;
        // A session that goes on finds the cluster as it was left, with the consumer that was swapped in.
        if (event.state === 'down') this.#swappedTo = undefined;
        return;
      case 'cluster-seen':
      case 'cluster-changed':
        this.#workloads = event.workloads;
        this.#topic = event.topic;
        return;
      case 'tally': {
        const { tally, producedPerSecond, receivedPerSecond } = event;
        this.#tally = { tally, producedPerSecond, receivedPerSecond };
        if (tally.consumer !== 'group') this.#members = [];
        return;
      }
      case 'selected':
        this.#current = Math.min(this.#steps.length - 1, Math.max(0, Math.trunc(event.index)));
        return;
      case 'swapping':
        this.#swapping = event.swapping;
        return;
      case 'journal-banner':
        this.#banner = event.text;
        return;
      case 'claim-question':
        this.#claimQuestion = event.question;
        return;
      case 'swap':
        this.#swappedTo = event.to === 'none' ? undefined : event.to;
        return;
      case 'counters':
      case 'counted':
      case 'pod-line':
      case 'pod-lines-elided':
      case 'shell-opened':
      case 'shell-closed':
      case 'session-ended':
        return;
      default:
        event satisfies never;
    }
  }

  /** After the events of an earlier process, which may have ended in the middle of a step: nothing is running. */
  interrupted(): void {
    this.#view = undefined;
    this.#running = undefined;
    for (const step of this.#steps) if (step.state === 'running') step.end('cancelled', 0);
  }

  /** Once it is known whether the cluster of the earlier process is there: without it no passed step still holds. */
  resumed(clusterIsThere: boolean): void {
    this.#view = undefined;
    const last = this.#steps.findLastIndex((step) => isDone(step.state) || step.state === 'regressed');
    this.#rebuildTo = clusterIsThere || last < 0 ? undefined : last;
    for (const step of this.#steps) {
      if ((isDone(step.state) || step.state === 'regressed') && !clusterIsThere) step.setState('todo');
    }
    const next = this.#steps.findIndex((step) => !isDone(step.state));
    this.#current = next < 0 ? this.#steps.length - 1 : next;
  }

  view(): SessionView {
    this.#view ??= {
      labTitle: this.#lab.title,
      promise: this.#lab.promise,
      cluster: {
        kind: this.#kind,
        state: this.#clusterState,
        workloads: this.#workloads,
        ...(this.#topic === undefined ? {} : { topic: this.#topic }),
      },
      steps: this.#steps.map((step) => step.view()),
      current: this.#current,
      ...(this.#rebuildTo === undefined || isDone(this.#steps[this.#rebuildTo]?.state)
        ? {}
        : { rebuildTo: this.#rebuildTo }),
      ...(this.#running === undefined ? {} : { running: this.#running }),
      ...this.#tally,
      consumer: this.#tally.tally.consumer,
      swapping: this.#swapping,
      ...(this.#swapIsOff ? { swapIsOff: true as const } : {}),
      ...(this.#beforeAfter === undefined ? {} : { beforeAfter: this.#beforeAfter }),
      members: this.#members,
      ...(this.#claimQuestion === undefined ? {} : { claimQuestion: this.#claimQuestion }),
      ...(this.#notice === undefined ? {} : { notice: this.#notice }),
      ...(this.#banner === undefined ? {} : { journalBanner: this.#banner }),
      startedAt: this.#startedAt,
    };
    return this.#view;
  }

  state(step: string): StepState | undefined {
    return this.#step(step)?.state;
  }

  /** The learner's prediction for a step, if they made one. */
  chosen(step: string): string | undefined {
    return this.#step(step)?.chosen;
  }

  /** Selects the next step, unless the selection has moved elsewhere meanwhile. */
  #advanceFrom(id: string): void {
    const index = this.#indexOf(id);
    if (index !== undefined && index === this.#current && index + 1 < this.#steps.length)
      this.#current = index + 1;
  }

  #print(
    step: StepModel | undefined,
    event: Pick<OutputLine, 'text'> & { stream: 'stdout' | 'stderr' },
  ): number {
    const lines = event.text.split('\n');
    for (const text of lines) step?.print({ stream: event.stream, text });
    return lines.length;
  }

  #indexOf(id: string): number | undefined {
    const index = this.#steps.findIndex((model) => model.step.id === id);
    return index < 0 ? undefined : index;
  }

  /** A journal of an earlier version may have asked a question in another step. */
  #stepOfQuestion(question: string): StepModel | undefined {
    return this.#steps.find(({ step }) => step.questions.some(({ id }) => id === question));
  }

  #step(id: string): StepModel | undefined {
    return this.#steps.find((model) => model.step.id === id);
  }
}
