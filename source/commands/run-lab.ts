import type { Cluster } from '../cluster/model/cluster.ts';
import { LabError } from '../errors/lab-error.ts';
import { askToReplace } from './claim-cluster.ts';
import { openLab } from './open-lab.ts';
import { type Options, readCount } from './options.ts';
import { runLab } from './run.ts';
import { exitCodeOf, onEndingSignal } from './until-signal.ts';
import { whenSilent } from './when-silent.ts';

const defaultMessages = 20_000;
const leastMessages = 100;

/**
 * `kafka-lab run`: the whole lab without a screen. Exit 0: every check passed, 1: some did not.
 * @throws LabError `cluster`: it stopped answering, and the run was ended.
 */
export async function run(options: Options): Promise<number> {
  const messages = readCount(options, 'messages', defaultMessages, leastMessages);
  const stop = new AbortController();
  let ended: number | undefined;
  const undo = onEndingSignal((signal) => {
    ended = exitCodeOf[signal];
    stop.abort();
  });
  try {
    const lab = await openLab(options, { messages, rate: 0 });
    const { cluster } = lab.claims;
    let isFrozen = false;
    const forget = whenSilent(cluster, () => {
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
  return new LabError('cluster', `cluster \`${name}\` has stopped answering, and the run was ended`, {
    hint:
      kind === 'embedded'
        ? '`kafka-lab down` ends what is left of it; then run the lab again'
        : 'see that it runs and can be reached, then run the lab again',
  });
}
