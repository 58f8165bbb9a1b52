import { join } from 'node:path';
import { LabError } from '../../../errors/lab-error.ts';
import type { Lab } from '../../../lab/model/step.ts';
import { safe, visible } from '../../../text/safe-text.ts';
import type { Options } from '../../command-line/options.ts';
import { readLabFiles } from '../../lab-files/read-lab-files.ts';
import { withManifestsOfLab } from '../../labs/choose-lab.ts';
import { print } from '../../output/streams.ts';
import { openSession } from '../../session/open-session.ts';
import { describeOutcome, describeProbe, faultOf } from './describe-probe.ts';
import { inParallel } from './in-parallel.ts';
import { type Probe, probesOf, waitAfter } from './probes.ts';
import { labToProve, Proof } from './proof.ts';
import { type ProbeContext, runProbe } from './run-probe.ts';
import { observingId } from './situation.ts';
import { Snapshots } from './snapshots.ts';

/** Enough for a share to be told from another, within a few seconds. */
const setup = { messages: 2_000, rate: 1_000 };

export interface ProveOptions {
  /** `home` is a directory of the proof's own. */
  readonly options: Options;
  /** The steps of which the author says why no check notices that their commands are left out. */
  readonly unnoticed: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** Called with the lab, written out for its manifests, before it is run. */
  readonly onLab: (lab: Lab) => void;
}

export interface Proven {
  readonly lab: Lab;
  readonly faults: readonly string[];
  /** The choice of a step's prediction that came true. */
  readonly rightChoice: (step: string) => string | undefined;
}

/**
 * Runs the lab, then its probes on copies of the cluster, several at a time: they wait for most of their time.
 * @throws LabError: a cluster cannot start
 */
export async function proveLab(given: ProveOptions): Promise<Proven> {
  const { options, signal } = given;
  const { home } = options;
  const own = { ...options, home: join(home, 'main') };
  const snapshots = new Snapshots({ home: own.home, name: options.name, directory: join(home, 'copies') });
  const { lab, proof, probes: all } = await runWhole({ ...given, options: own }, snapshots);
  // The run stops at a required step that fails. `proof` says of the steps after it that they were not judged.
  const probes = all.filter(({ step }) => snapshots.has(step.id));
  const files = readLabFiles(await withManifestsOfLab(own), setup.rate);
  const context: ProbeContext = {
    options: own,
    setup,
    files,
    snapshots,
    waitMs: (check) => waitAfter(proof.passedAfterMs(check)),
    signal,
  };
  const outcomes = await inParallel(probes, mostAtOnce, async (probe) => {
    const began = performance.now();
    let outcome = await runProbe(probe, context);
    // On a busy machine something may have missed its time: another copy tells.
    if (outcome.kind === 'not-as-before') {
      print(safe`· ${describeProbe(probe)}: trying another copy, since ${visible(outcome.evidence)}\n`);
      outcome = await runProbe(probe, context);
    }
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    print(safe`· ${describeProbe(probe)}: ${describeOutcome(outcome)} (${seconds} s)\n`);
    return faultOf(probe, outcome);
  });
  return {
    lab,
    faults: [...proof.faults(), ...outcomes.filter((fault) => fault !== undefined)],
    rightChoice: (step) => proof.rightChoice(step),
  };
}

async function runWhole(
  { options, unnoticed, signal, onLab }: ProveOptions,
  snapshots: Snapshots,
): Promise<{ lab: Lab; proof: Proof; probes: Probe[] }> {
  let given: Lab | undefined;
  let probes: Probe[] = [];
  const open = await openSession(options, {
    ...setup,
    unattended: true,
    transform: (lab) => {
      given ??= lab;
      probes = probesOf(given, unnoticed);
      const probed = new Set(probes.map(({ step }) => step.id));
      return labToProve(lab, probed, (step, seen) => snapshots.observed(step, seen));
    },
  });
  try {
    if (given === undefined) throw new LabError('lab', 'the session has no lab');
    const lab = given;
    onLab(lab);
    const proof = new Proof(lab);
    const ids = new Set(lab.steps.map(({ id }) => id));
    const observing = new Map(lab.steps.map(({ id }) => [observingId(id), id]));
    await open.session.runAll({
      signal,
      print: (event) => {
        if (event.type === 'step-started' && ids.has(event.step))
          print(safe`· ${event.step} ${visible(event.title)}\n`);
        const observed = event.type === 'step-ended' ? observing.get(event.step) : undefined;
        if (observed !== undefined) snapshots.take(observed, join(open.directory, 'work'));
        proof.add(event);
      },
    });
    return { lab, proof, probes };
  } finally {
    await open.close();
  }
}

/** Most of the time each waits: for a check to fail, or for members of a group that went with the old cluster to time out. */
const mostAtOnce = 5;
