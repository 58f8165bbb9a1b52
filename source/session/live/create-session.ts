import { describeError } from '../../errors/lab-error.ts';
import { neededByChecks } from '../../lab/diagnosis/needed-by.ts';
import { recordOf } from '../../lab/model/recorded-facts.ts';
import { systemClock } from '../../time/clock.ts';
import { LoggedCounts } from '../count/logged-counts.ts';
import { createSampler } from '../count/sampler.ts';
import { createLogFeed } from '../logs/log-feed.ts';
import { createCommandExecutor } from '../run/command-executor.ts';
import { diagnoseFailure } from '../run/diagnose-failure.ts';
import { lookAtCluster } from '../run/step-runner.ts';
import type { SessionActions } from '../view.ts';
import { createClaimGate } from './claim-gate.ts';
import { ClusterWatch } from './cluster-watch.ts';
import { CurrentLab } from './current-lab.ts';
import { DeployedConsumer } from './deployed-consumer.ts';
import { createFileActions } from './file-actions.ts';
import { createLearnerActions } from './learner-actions.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { createRefreshLab } from './refresh-lab.ts';
import { createReverifier } from './reverifier.ts';
import { createRunOneStep } from './run-one-step.ts';
import type { Session, SessionOptions } from './session-options.ts';
import { createSessionState } from './session-state.ts';
import { createShellActions } from './shell-actions.ts';
import { createStepActions } from './step-actions.ts';
import { createTasks } from './tasks.ts';
import { TypedCommands } from './typed-commands.ts';
import { UnattendedRun } from './unattended-run.ts';

/** A session of a lab on a cluster: it runs steps, verifies them, swaps the consumer, and reports what happens. */
export function createSession(options: SessionOptions): Session {
  const { cluster, observer, journal, recovered, messages, clock = systemClock } = options;
  const lab = new CurrentLab(options.lab);
  const { facts } = lab;
  const lifetime = new AbortController();
  const state = createSessionState({ lab, cluster, journal, clock, swapOff: options.swapOff });
  const { stream, errors, model, notifier, logs, notice } = state;
  const after = (): Promise<void> => attached;

  const executor = createCommandExecutor({ ...options, clock, stream });
  const logged = new LoggedCounts(options.logPattern, (text) => notice('error', text));
  const sampler = createSampler({ observer, clock, stream, errors, facts, logged });
  const feed = createLogFeed({
    observer,
    clock,
    stream,
    errors,
    panes: [
      { selector: facts.producerSelector, ring: logs.producer },
      { selector: facts.consumerSelector, ring: logs.consumer },
    ],
    onLine(line) {
      logged.add(line);
      notifier.changed();
    },
  });
  const oneAtATime = new OneAtATime({
    after,
    lifetime: lifetime.signal,
    notice,
    onEnded: () => notifier.changed(),
  });
  const watch = new ClusterWatch({
    cluster,
    sampler,
    feed,
    stream,
    notice,
    lifetime: lifetime.signal,
    onLost(evidence) {
      if (!oneAtATime.isBusy && !lifetime.signal.aborted) reverifier.lost(evidence);
    },
  });
  const refreshLab = createRefreshLab({ lab, stream, reread: options.reread });
  const parts = {
    ...state,
    lab,
    cluster,
    observer,
    executor,
    sampler,
    clock,
    oneAtATime,
    messages,
    refreshLab,
    taskFiles: options.taskFiles,
  };
  const runOneStep = createRunOneStep({ ...parts, watch, feed, journal });
  const unattended = new UnattendedRun({ ...parts, runOneStep, after, solve: (step) => tasks.solve(step) });
  const reverifier = createReverifier({
    lab,
    stream,
    errors,
    clock,
    lifetime: lifetime.signal,
    state: (id) => model.state(id),
    look: (name, signal) => lookAtCluster(name, signal, parts),
    diagnose: (signal, checks) =>
      diagnoseFailure(signal, {
        observer,
        clock,
        facts,
        errors,
        needs: neededByChecks(checks),
        failed: checks,
        outputs: [],
        tally: sampler.latest,
      }),
    isIdle: () =>
      !oneAtATime.isBusy && !unattended.isActive && !lifetime.signal.aborted && cluster.state === 'ready',
  });
  const unsubscribe = [
    journal.onBanner((text) => stream.show({ type: 'journal-banner', text })),
    journal.onNews(({ level, text }) => notice(level, text)),
  ];
  const stepActions = createStepActions({
    ...parts,
    runOneStep,
    gate: createClaimGate({ cluster, claims: options.claims, stream }),
    deployed: new DeployedConsumer(stream, facts),
    swapOff: options.swapOff,
    onReset: () => void reverifier.check(),
  });
  const tasks = createTasks({ ...parts, files: options.taskFiles, run: (index) => stepActions.run(index) });
  const typed = new TypedCommands({
    executor,
    lifetime: lifetime.signal,
    onEnded: () => void reverifier.check(),
  });
  const actions: SessionActions = {
    ...stepActions,
    ...tasks.actions,
    ...createLearnerActions(parts),
    ...typed.actions,
    ...createShellActions({ stream, clock, onBack: () => void reverifier.check() }),
    ...createFileActions({ ...options, logs, notice }),
    close() {
      closing ??= close();
      return closing;
    },
  };

  for (const event of recovered ?? []) model.apply(event);
  model.interrupted();
  stream.publish({
    type: 'session-started',
    app: options.appVersion ?? 'unknown',
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cluster: cluster.kind,
    lab: lab.id,
    ...(lab.version === undefined ? {} : { labVersion: lab.version }),
    ...(lab.digest === undefined ? {} : { labDigest: lab.digest }),
    facts: recordOf(lab.facts),
    ...(options.unattended === true ? { unattended: true } : {}),
    ...options.origin,
  });
  if (journal.banner !== undefined) stream.show({ type: 'journal-banner', text: journal.banner });
  const attached = attach();
  let closing: Promise<void> | undefined;

  async function attach(): Promise<void> {
    try {
      const isThere = await cluster.attach(lifetime.signal);
      if (isThere) watch.startIfReady();
      if (recovered !== undefined) {
        model.resumed(isThere);
        if (isThere) void reverifier.check();
      }
    } catch (error) {
      if (recovered !== undefined) model.resumed(false);
      if (!lifetime.signal.aborted) notice('error', describeError(error));
    }
    // The step that is selected at the start may be a task.
    tasks.follow();
    notifier.changed();
  }

  async function close(): Promise<void> {
    lifetime.abort(new Error('the session is closing'));
    tasks.close();
    await oneAtATime.close();
    await typed.close();
    await attached;
    await reverifier.close();
    await watch.close();
    for (const forget of unsubscribe) forget();
    stream.publish({ type: 'session-ended' });
    notifier.close();
    await journal.close();
  }

  return {
    snapshot: () => model.view(),
    subscribe: notifier.subscribe,
    logs,
    actions,
    get journalPath() {
      return journal.path;
    },
    get recordProblem() {
      return journal.banner;
    },
    notice,
    runAll: (run) => unattended.run(run),
  };
}
