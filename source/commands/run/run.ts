import type { Cluster } from '../../cluster/model/cluster.ts';
import { LabError } from '../../errors/lab-error.ts';
import { askToReplace } from '../clusters/claim-cluster.ts';
import { onSilence } from '../clusters/on-silence.ts';
import { defaultMessages } from '../command-line/message-counts.ts';
import { type Options, readCount } from '../command-line/options.ts';
import { exitCodeOf, onEndingSignal } from '../process/ending-signal.ts';
import { openSession } from '../session/open-session.ts';
import { runLab } from './run-lab.ts';

const leastMessages = 100;

/**
 * `kafka-lab run`: the whole lab without a screen. Exit 0: every check passed, 1: some did not.
 * @throws LabError `cluster`: it stopped answering, and the run was ended.
 */
export async function run(options: Options): Promise<number> {
  const messages = readCount(options, 'messages', defaultMessages.run, leastMessages);
  const stop = new AbortController();
  let ended: number | undefined;
  const undo = onEndingSignal((signal) => {
    ended = exitCodeOf[signal];
    stop.abort();
  });
  try {
    const lab = await openSession(options, { messages, rate: 0, unattended: true });
    const { cluster } = lab.claims;
    let isFrozen = false;
    const forget = onSilence(cluster, () => {
      isFrozen = true;
      stop.abort();
    });
    try {
      await askToReplace(lab.claims, stop.signal);
      const { until, export: exportDirectory } = options.flags as { until?: string; export?: string };
      const code = await runLab(lab.session, { until, exportDirectory, signal: stop.signal });
      if (isFrozen && ended === undefined) throw frozen(cluster);
      return ended ?? code;
    } finally {
      forget();
      await lab.close();
    }
  } finally {
    undo();
  }
}

function frozen({ name, kind }: Pick<Cluster, 'name' | 'kind'>): LabError {
  return new LabError('cluster', `the run was ended because cluster \`${name}\` stopped answering`, {
    hint:
      kind === 'embedded'
        ? 'stop what is left of it with `kafka-lab down`, then run the lab again'
        : 'check that it runs and can be reached, then run the lab again',
  });
}
