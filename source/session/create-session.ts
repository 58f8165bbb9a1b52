import type { Cluster, ClusterObserver, CommandRunner } from '../cluster/model/cluster.ts';
import { describeError } from '../errors/lab-error.ts';
import type { JournalEvent, StepOutcome } from '../journal/events.ts';
import type { Journal } from '../journal/journal.ts';
import { consumerAfter } from '../lab/consumer-swap.ts';
import type { Lab, Step } from '../lab/step.ts';
import { sanitizeText } from '../text/sanitize.ts';
import { type Claims, createClaimGate } from './ask-claim.ts';
import { type Clock, systemClock } from './clock.ts';
import { createCommandExecutor } from './command-executor.ts';
import { createEventStream } from './event-stream.ts';
import { explainTrouble } from './explain-trouble.ts';
import { gradePredictions } from './grade-predictions.ts';
import { createLogFeed } from './log-feed.ts';
import { BoundedLogRing } from './log-ring.ts';
import { LoggedCounts } from './logged-counts.ts';
import { markEvents } from './marks.ts';
import { createNotifier } from './notifier.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { resetStep } from './reset-step.ts';
import { createReverifier } from './reverify.ts';
import { type RunAllOptions, type RunAllResult, runSteps } from './run-all.ts';
import { createSampler } from './sampler.ts';
import { SessionModel } from './session-model.ts';
import { lookAtCluster, runStep, type StepRunnerOptions } from './step-runner.ts';
import { swapConsumer } from './swap.ts';
import type { SessionActions, SessionStore, StepState } from './view.ts';

const answerLimit = 10_000;

const whatToDo: Readonly<Record<Cluster['kind'], string>> = {
  embedded:
    'its process stands still or is gone; continue it with `kill -CONT PID`, or make a fresh cluster with step 1.1',
  kind: 'see that its containers run, with `docker ps`',
  context: 'see that it can be reached, with `kubectl get nodes`',
};

export interface SessionOptions {
  readonly lab: Lab;
  readonly cluster: Cluster;
  /** Whose the cluster is that stands there; without it, it is the session's. */
  readonly claims?: Claims;
  readonly runner: CommandRunner;
  /** Valid once the cluster is attached or reset; may throw before. */
  readonly observer: () => ClusterObserver;
  readonly journal: Journal;
  /** Where commands run: `-f kafka.yml` is looked for here. */
  readonly directory: string;
  /** How many messages the window of a count holds. */
  readonly messages: number;
  /** Writes the transcript; resolves with its path. */
  readonly onExport: () => Promise<string>;
  /** Writes a log's lines beside the transcript; resolves with the path. */
  readonly onSaveLog?: (name: string, text: string) => Promise<string>;
  readonly appVersion?: string;
  /** Why the swap key does nothing; undefined where it swaps. */
  readonly swapOff?: string;
  /** What `createRecovery` kept of the journal of the session that is resumed. */
  readonly recovered?: readonly JournalEvent[];
  readonly clock?: Clock;
}

export interface Session extends SessionStore {
  /** The file that this session is recorded in. */
  readonly journalPath: string;
  /** Runs the lab without a screen. Rejects only for a step that does not exist. */
  runAll(options: RunAllOptions): Promise<RunAllResult>;
  /** Tells the person something that came from outside the session. */
  notice(level: 'info' | 'error', text: string): void;
}

/** A session of a lab on a cluster: it runs steps, verifies them, swaps the consumer, and tells what happens. */
export function createSession(options: SessionOptions): Session {
  const { lab, cluster, runner, observer, journal, clock = systemClock } = options;
  const { facts } = lab;
  const model = new SessionModel(lab, cluster.kind, cluster.state, clock.wall());
  const notifier = createNotifier(clock);
  const stream = createEventStream(clock, (event) => journal.append(event));
  stream.subscribe((event) => {
    model.apply(event);
    notifier.changed();
  });
  const logs = { producer: new BoundedLogRing(), consumer: new BoundedLogRing() };
  markEvents(stream, clock, lab, logs);

  const executor = createCommandExecutor({ runner, cluster, clock, stream, directory: options.directory });
  const logged = new LoggedCounts();
  const sampler = createSampler({ observer, clock, stream, facts, logged });
  const feed = createLogFeed({
    observer,
    clock,
    stream,
    panes: [
      { selector: `app=${facts.producerApp}`, ring: logs.producer },
      { selector: `app=${facts.consumerApp}`, ring: logs.consumer },
    ],
    onLine(line) {
      logged.add(line);
      notifier.changed();
    },
  });
  const stepOptions: StepRunnerOptions = {
    lab,
    cluster,
    observer,
    executor,
    sampler,
    stream,
    clock,
    onFreshCluster() {
      unwatch();
      sampler.forget();
    },
    onChecked: (step, look) =>
      gradePredictions(step, { lab, stream, chosen: (id) => model.chosen(id), look }),
  };

  const gate = createClaimGate({ cluster, claims: options.claims, stream });
  const lifetime = new AbortController();
  /** True during a run without a screen: nobody is there to be told what regressed. */
  let unattended = false;
  const reverifier = createReverifier({
    lab,
    stream,
    clock,
    state: (id) => model.state(id),
    look: (name, signal) => lookAtCluster(name, signal, stepOptions),
    explain: (signal) => explainTrouble(signal, { observer, clock, facts, outputs: [] }),
    isIdle: () => !oneAtATime.isBusy && !unattended && closing === undefined && cluster.state === 'ready',
  });
  const oneAtATime = new OneAtATime({
    after: () => attached,
    lifetime: lifetime.signal,
    notice,
    onEnded: () => notifier.changed(),
  });
  let closing: Promise<void> | undefined;
  let deployed: 'partition' | 'group' | undefined;
  /** A log that is followed twice is shown twice, so watching starts once, whoever says first that the cluster is there. */
  let watching = false;
  /** The cluster was up and did not answer. */
  let wasSilent = false;
  const unsubscribes = [
    cluster.onNotice?.((text) => notice('error', text)) ?? (() => {}),
    stream.subscribe((event) => {
      if (event.type === 'command-started') deployed = consumerAfter(event.line, facts) ?? deployed;
    }),
    stream.subscribe((event) => {
      if (event.type !== 'cluster-seen') return;
      reverifier.seen(JSON.stringify([event.workloads, event.topic]), lifetime.signal);
    }),
    journal.onBanner((text) => stream.show({ type: 'journal-banner', text })),
    cluster.onState((state) => {
      stream.publish({ type: 'cluster-state', state });
      if (state === 'silent') {
        notice('error', `the cluster does not answer: ${whatToDo[cluster.kind]}`);
        wasSilent = true;
        return;
      }
      if (wasSilent && state === 'ready') notice('info', 'the cluster answers again');
      wasSilent = false;
      if (state === 'ready') watch();
      else unwatch();
      if (state === 'down' || state === 'gone') {
        sampler.forget();
        if (!oneAtATime.isBusy && closing === undefined) reverifier.lost(`the cluster is ${state}`);
      }
    }),
  ];

  for (const event of options.recovered ?? []) model.apply(event);
  stream.publish({
    type: 'session-started',
    app: options.appVersion ?? 'unknown',
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cluster: cluster.kind,
    lab: lab.id,
  });
  if (journal.banner !== undefined) stream.show({ type: 'journal-banner', text: journal.banner });
  let reverification: Promise<void> | undefined;
  const attached = attach();

  function watch(): void {
    if (closing !== undefined || watching) return;
    watching = true;
    sampler.start();
    feed.start();
  }

  function unwatch(): void {
    watching = false;
    sampler.stop();
    void feed.stop();
  }

  async function attach(): Promise<void> {
    try {
      const there = await cluster.attach(lifetime.signal);
      if (there && cluster.state === 'ready') watch();
      if (options.recovered !== undefined) {
        model.resumed(there);
        if (there) reverification = reverifier.check(lifetime.signal);
      }
    } catch (error) {
      if (options.recovered !== undefined) model.resumed(false);
      if (!lifetime.signal.aborted) notice('error', describeError(error));
    }
    notifier.changed();
  }

  function notice(level: 'info' | 'error', text: string): void {
    stream.publish({ type: 'notice', level, text: sanitizeText(text) });
  }

  async function step(
    each: Step,
    messages: number,
    signal: AbortSignal,
    isLast = true,
  ): Promise<StepOutcome> {
    const outcome = await runStep(each, stepOptions, { messages, signal });
    if (isLast || outcome !== 'passed') oneAtATime.settle();
    feed.recordElided();
    await journal.sync();
    return outcome;
  }

  async function close(): Promise<void> {
    lifetime.abort(new Error('the session is closing'));
    await oneAtATime.close();
    await attached;
    await reverification;
    sampler.stop();
    sampler.forget();
    await feed.stop();
    feed.recordElided();
    for (const unsubscribe of unsubscribes) unsubscribe();
    stream.publish({ type: 'session-ended' });
    notifier.close();
    await journal.close();
  }

  const actions: SessionActions = {
    select(index) {
      stream.show({ type: 'selected', index });
      notifier.now();
    },
    run(index) {
      const each = lab.steps[index];
      if (!each) return;
      void oneAtATime.do(`Step ${each.id}`, async (signal) => {
        if (await gate.admits(each, () => actions.run(index), signal))
          await step(each, options.messages, signal);
      });
    },
    runTo(index) {
      const last = Math.min(index, lab.steps.length - 1);
      void oneAtATime.do(`The run to step ${lab.steps[last]?.id}`, async (signal) => {
        for (let at = 0; at <= last; at += 1) {
          if (model.view().steps[at]?.state === 'passed') continue;
          if (!(await gate.admits(lab.steps[at], () => actions.runTo(index), signal))) return;
          stream.show({ type: 'selected', index: at });
          const outcome = await step(lab.steps[at]!, options.messages, signal, at === last);
          if (outcome !== 'passed') return;
        }
      });
    },
    agree: () => gate.agree(),
    decline: () => gate.decline(),
    cancel() {
      oneAtATime.cancel();
    },
    swap() {
      if (options.swapOff !== undefined) {
        notice('info', options.swapOff);
        return;
      }
      void oneAtATime.do('The swap', async (signal) => {
        if (!(await gate.admits(undefined, actions.swap, signal))) return;
        stream.show({ type: 'swapping', swapping: true });
        try {
          const { from, to, unseen } = await swapConsumer({
            observer,
            executor,
            sampler,
            clock,
            facts,
            deployed,
            signal,
          });
          if (unseen !== undefined) stream.publish({ type: 'swap', from, to, pod: unseen });
          notice(
            'info',
            to === 'group' ? 'the consumer group reads now' : 'the partition-0 consumer reads now',
          );
        } finally {
          stream.show({ type: 'swapping', swapping: false });
        }
      });
    },
    answer(stepIndex, questionId, text) {
      const each = lab.steps[stepIndex];
      if (!each?.questions.some((question) => question.id === questionId)) return;
      const bounded = sanitizeText(text.slice(0, answerLimit));
      stream.publish({ type: 'answer', step: each.id, question: questionId, text: bounded });
      notifier.now();
    },
    reset(index) {
      const each = lab.steps[index];
      const lines = cluster.state === 'ready' ? (model.view().steps[index]?.undo ?? []) : [];
      if (!each) return;
      void oneAtATime.do(`The reset of step ${each.id}`, async (signal) => {
        if (lines.length > 0 && !(await gate.admits(undefined, () => actions.reset(index), signal))) return;
        const state = (id: string): StepState | undefined => model.state(id);
        await resetStep(each, lines, { lab, stream, executor, signal, state });
        notice('info', `step ${each.id} is reset: it counts as not done`);
        void reverifier.check(lifetime.signal);
      });
    },
    predict(stepIndex, choice) {
      const each = lab.steps[stepIndex];
      const chosen = each?.prediction?.choices.find((one) => one.id === choice);
      const state = model.view().steps[stepIndex]?.state;
      if (!each || !chosen || state === 'running' || state === 'passed') return;
      stream.publish({ type: 'prediction', step: each.id, choice, text: chosen.text });
      notifier.now();
    },
    saveLog(log) {
      const ring = logs[log];
      const lines = ring.slice(ring.total - ring.length, ring.total);
      const text = lines
        .map((line) => (line.kind === 'mark' ? `# ${line.text}\n` : `${line.text}\n`))
        .join('');
      const saving =
        options.onSaveLog?.(log, text) ?? Promise.reject(new Error('this session has no directory'));
      saving.then(
        (path) => notice('info', `${lines.length} lines: ${path}`),
        (error: unknown) => notice('error', `the log was not saved: ${describeError(error)}`),
      );
    },
    exportTranscript() {
      void journal
        .sync()
        .then(() => options.onExport())
        .then(
          (path) => notice('info', `transcript written: ${path}`),
          (error: unknown) => notice('error', `the transcript was not written: ${describeError(error)}`),
        );
    },
    close() {
      closing ??= close();
      return closing;
    },
  };

  return {
    snapshot: () => model.view(),
    subscribe: notifier.subscribe,
    logs,
    actions,
    journalPath: journal.path,
    notice,
    async runAll(runOptions) {
      const messages = runOptions.messages ?? options.messages;
      await attached;
      unattended = true;
      const cancel = (): void => actions.cancel();
      runOptions.signal?.addEventListener('abort', cancel, { once: true });
      try {
        return await runSteps(lab, stream, runOptions, async (each) => {
          const outcome = await oneAtATime.do(`Step ${each.id}`, (signal) => step(each, messages, signal));
          return outcome ?? 'cancelled';
        });
      } finally {
        unattended = false;
        runOptions.signal?.removeEventListener('abort', cancel);
      }
    },
  };
}
