import type { PartitionTally, TallySeen } from '../../source/lab/model/observations.ts';
import type {
  CheckView,
  LogRing,
  RingLine,
  SessionStore,
  SessionView,
  StepView,
} from '../../source/session/view.ts';
import { fakeOutputs, fakeSteps } from './fake-steps.ts';

/** A ring buffer over an array: simple, and different from the one under test. */
export class FakeRing implements LogRing {
  version = 0;
  total = 0;
  private lines: RingLine[] = [];
  private readonly capacity: number;

  constructor(capacity = 5_000) {
    this.capacity = capacity;
  }

  get length(): number {
    return this.lines.length;
  }

  add(text: string, entry: Partial<RingLine> = {}): void {
    this.lines.push({ number: this.total, pod: 'pod-a', at: 0, kind: 'line', text, ...entry });
    this.total += 1;
    this.version += 1;
    if (this.lines.length >= this.capacity * 2) this.lines = this.lines.slice(-this.capacity);
  }

  slice(from: number, to: number): readonly RingLine[] {
    const first = this.total - this.lines.length;
    return this.lines.slice(Math.max(0, from - first), Math.max(0, to - first));
  }
}

export function tallyOf(
  counts: readonly (readonly [received: number, window: number])[],
  change: Partial<TallySeen> = {},
): TallySeen {
  const partitions = counts.map(([received, window], partition): PartitionTally => {
    const counted = { received, distinct: received, duplicates: 0 };
    return { partition, startOffset: 0, endOffset: window, window, ...counted };
  });
  const window = counts.reduce((sum, [, one]) => sum + one, 0);
  const received = counts.reduce((sum, [one]) => sum + one, 0);
  const share = window === 0 ? 0 : received / window;
  return { consumer: 'partition', partitions, window, received, share, settled: false, ...change };
}

export function fakeView(change: Partial<SessionView> = {}): SessionView {
  return {
    labTitle: 'Kafka on Kubernetes',
    promise:
      'You will see a consumer that reads one partition miss three quarters of all messages, and fix it.',
    cluster: { kind: 'embedded', state: 'down', workloads: [] },
    steps: fakeSteps(),
    current: 0,
    tally: tallyOf([], { consumer: 'none' }),
    producedPerSecond: 0,
    receivedPerSecond: 0,
    consumer: 'none',
    swapping: false,
    startedAt: Date.now(),
    ...change,
  };
}

export interface FakeSession extends SessionStore {
  readonly logs: { readonly producer: FakeRing; readonly consumer: FakeRing };
  /** Every action that was requested, such as `swap` or `run 2`. */
  readonly asked: string[];
  /** Changes the view and notifies the screen. */
  set(change: Partial<SessionView>): void;
  setStep(index: number, change: Partial<StepView>): void;
  /** Completes a step as a session would: output, checks passed, the next step current. */
  finish(index: number): void;
}

/** A session without a cluster, which the test controls. */
export function createFakeSession(start: Partial<SessionView> = {}): FakeSession {
  let view = fakeView(start);
  const listeners = new Set<() => void>();
  const asked: string[] = [];
  const set = (change: Partial<SessionView>): void => {
    view = { ...view, ...change };
    for (const listener of listeners) listener();
  };
  const setStep = (index: number, change: Partial<StepView>): void => {
    set({ steps: view.steps.map((step, at) => (at === index ? { ...step, ...change } : step)) });
  };
  const withoutRunning = (): void => {
    const { running: _ended, ...rest } = view;
    view = rest;
  };
  const session: FakeSession = {
    asked,
    set,
    setStep,
    finish(index) {
      const step = view.steps[index]!;
      const checks = step.checks.map(
        (check): CheckView => ({
          ...check,
          state: 'passed',
          durationMs: 300,
          verdict: { ok: true, evidence: `${check.title} was seen` },
        }),
      );
      const output = [
        { stream: 'command' as const, text: step.commands[0]! },
        ...(fakeOutputs[index] ?? []).map((text) => ({ stream: 'stdout' as const, text })),
      ];
      withoutRunning();
      setStep(index, { state: 'passed', checks, output, durationMs: 1234 });
      set({ current: Math.min(view.steps.length - 1, index + 1) });
    },
    logs: { producer: new FakeRing(), consumer: new FakeRing() },
    snapshot: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    actions: {
      select(index) {
        asked.push(`select ${index}`);
        set({ current: index });
      },
      run(index) {
        asked.push(`run ${index}`);
        set({ running: index });
        const checks = view.steps[index]!.checks.map((check): CheckView => ({ ...check, state: 'waiting' }));
        const text = view.steps[index]!.commands[0]!;
        setStep(index, { state: 'running', checks, output: [{ stream: 'command', text }] });
      },
      runTo(index) {
        asked.push(`runTo ${index}`);
      },
      repair(from, to) {
        asked.push(`repair ${from} ${to}`);
      },
      reset(index) {
        asked.push(`reset ${index}`);
        setStep(index, { state: 'todo', output: [], answers: {} });
      },
      agree() {
        asked.push('agree');
        const { claimQuestion: _answered, ...rest } = view;
        view = rest;
      },
      decline() {
        asked.push('decline');
        const { claimQuestion: _answered, ...rest } = view;
        view = rest;
      },
      cancel() {
        asked.push('cancel');
        const { running } = view;
        withoutRunning();
        if (running !== undefined) setStep(running, { state: 'cancelled' });
      },
      swap() {
        asked.push('swap');
        set({ consumer: view.consumer === 'group' ? 'partition' : 'group' });
      },
      answer(stepIndex, questionId, text) {
        asked.push(`answer ${questionId} ${JSON.stringify(text)}`);
        setStep(stepIndex, { answers: { ...view.steps[stepIndex]!.answers, [questionId]: text } });
      },
      compare(stepIndex, questionId, agrees) {
        asked.push(`compare ${questionId} ${agrees}`);
        setStep(stepIndex, { agreements: { ...view.steps[stepIndex]!.agreements, [questionId]: agrees } });
      },
      hint(stepIndex) {
        const hintsTaken = view.steps[stepIndex]!.hintsTaken + 1;
        asked.push(`hint ${stepIndex}`);
        setStep(stepIndex, { hintsTaken });
      },
      skipPrediction(stepIndex) {
        asked.push(`skip ${stepIndex}`);
        const { prediction } = view.steps[stepIndex]!;
        if (prediction) setStep(stepIndex, { prediction: { ...prediction, skipped: true } });
      },
      predict(stepIndex, choice) {
        asked.push(`predict ${stepIndex} ${choice}`);
        const { prediction } = view.steps[stepIndex]!;
        if (prediction) setStep(stepIndex, { prediction: { ...prediction, chosen: choice } });
      },
      saveLog(log) {
        asked.push(`save ${log}`);
        set({ notice: { level: 'info', text: `12 lines: /tmp/${log}.log` } });
      },
      showSolution(index) {
        asked.push(`solution ${index}`);
        const { task } = view.steps[index]!;
        if (task) setStep(index, { task: { ...task, asked: true, solution: 'kind: Solved\n' } });
      },
      typed(line) {
        asked.push(`typed ${line}`);
        return Promise.resolve({ exitCode: 0, output: 'done\n' });
      },
      shellOpened() {
        asked.push('shell opened');
      },
      shellClosed() {
        asked.push('shell closed');
      },
      exportTranscript() {
        asked.push('export');
        set({ notice: { level: 'info', text: 'transcript written to ./session.md' } });
      },
      close: () => Promise.resolve(),
    },
  };
  return session;
}
