import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../../../lab/model/step.ts';
import type { SessionEvent } from '../../../session/session-events.ts';
import { embeddedCluster } from '../../clusters/embedded-cluster.ts';
import type { Options } from '../../command-line/options.ts';
import type { LabFiles } from '../../lab-files/read-lab-files.ts';
import { discardOutput } from '../../output/streams.ts';
import { openSession, type SessionSetup } from '../../session/open-session.ts';
import { type Probe, probeStep } from './probes.ts';
import { comingBackStep, observingId } from './situation.ts';
import type { Snapshots } from './snapshots.ts';

/** What a probe has shown. */
export type ProbeOutcome =
  /** A check failed, as it should. */
  | { readonly kind: 'noticed'; readonly check: string; readonly afterMs: number }
  | { readonly kind: 'unnoticed' }
  /** The copy of the cluster is not as the cluster was. */
  | { readonly kind: 'not-as-before'; readonly evidence: string }
  | { readonly kind: 'cancelled' };

export interface ProbeContext {
  readonly options: Options;
  readonly setup: Pick<SessionSetup, 'messages' | 'rate'>;
  readonly files: LabFiles;
  readonly snapshots: Snapshots;
  /** How long a check has to fail, in ms. */
  readonly waitMs: (check: string) => number;
  readonly signal: AbortSignal;
}

/**
 * Runs a probe in a session of its own, on a copy of the cluster as it was before the step.
 * @throws LabError: the copy cannot be started. The reason of the signal, if it aborts before that
 */
export async function runProbe(probe: Probe, context: ProbeContext): Promise<ProbeOutcome> {
  const { setup, files, snapshots, signal } = context;
  signal.throwIfAborted();
  const { home, work, hasCluster } = snapshots.use(probe.step.id);
  const options = { ...context.options, home };
  const starter = embeddedCluster(options, false, files);
  try {
    if (hasCluster) await starter.resume(discardOutput, signal);
    const open = await openSession(options, {
      ...setup,
      unattended: true,
      transform: (lab) => withProbe(lab, probe, context),
    });
    try {
      cpSync(work, join(open.directory, 'work'), { recursive: true });
      const verdict = new ProbeVerdict(probe);
      const stop = new AbortController();
      await open.session.runAll({
        signal: AbortSignal.any([signal, stop.signal]),
        print: (event) => {
          verdict.add(event);
          if (verdict.outcome !== undefined) stop.abort();
        },
      });
      return verdict.outcome ?? { kind: signal.aborted ? 'cancelled' : 'unnoticed' };
    } finally {
      await open.close();
    }
  } finally {
    await starter.close();
  }
}

function withProbe(lab: Lab, probe: Probe, { snapshots, waitMs }: ProbeContext): Lab {
  const { id } = probe.step;
  const step = lab.steps.find((each) => each.id === id) ?? probe.step;
  const comingBack = comingBackStep(id, snapshots.situation(id));
  return {
    ...lab,
    steps: [...(comingBack.checks.length === 0 ? [] : [comingBack]), probeStep({ ...probe, step }, waitMs)],
  };
}

/** What decides a probe, from its events: the first check that fails. */
export class ProbeVerdict {
  readonly #id: string;
  outcome: ProbeOutcome | undefined;

  constructor({ step }: Probe) {
    this.#id = step.id;
  }

  add(event: SessionEvent): void {
    if (this.outcome !== undefined || event.type !== 'check-failed') return;
    if (event.step === this.#id)
      this.outcome = { kind: 'noticed', check: event.check, afterMs: event.durationMs };
    else if (event.step === observingId(this.#id))
      this.outcome = { kind: 'not-as-before', evidence: event.evidence };
  }
}
