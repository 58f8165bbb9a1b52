import { join } from 'node:path';
import type { Cluster } from '../../cluster/model/cluster.ts';
import { exitCodes, LabError } from '../../errors/lab-error.ts';
import { safe } from '../../text/safe-text.ts';
import { askToReplace } from '../clusters/claim-cluster.ts';
import { onSilence } from '../clusters/on-silence.ts';
import { defaultMessages, leastMessages } from '../command-line/message-counts.ts';
import { type Options, readCount } from '../command-line/options.ts';
import { configFile, readConfig } from '../config/read-config.ts';
import { reportConfigTroubles } from '../config/report-config-troubles.ts';
import { labOfOthers } from '../labs/choose-lab.ts';
import { downCommand } from '../output/down-command.ts';
import { complain } from '../output/streams.ts';
import { exitCodeOf, onEndingSignal } from '../process/ending-signal.ts';
import { type OpenSession, openSession } from '../session/open-session.ts';
import { runLab } from './run-lab.ts';

/**
 * `kafka-lab run`: the whole lab without a screen. Exit 0: every check passed, 1: some did not, or the record of the session is not complete.
 * @throws LabError `cluster`: it stopped answering, and the run was ended.
 */
export async function run(options: Options): Promise<number> {
  const messages = readCount(options, 'messages', defaultMessages.run, leastMessages);
  const stop = new AbortController();
  let ended: number | undefined;
  let code: number = exitCodes.passed;
  let session: OpenSession['session'] | undefined;
  const undo = onEndingSignal((signal) => {
    ended = exitCodeOf[signal];
    stop.abort();
  });
  try {
    reportConfigTroubles(readConfig(join(options.home, configFile)));
    const lab = await openSession(options, { messages, rate: 0, unattended: true });
    session = lab.session;
    if (lab.isOfOthers) complain(safe`kafka-lab: ${labOfOthers}\n`);
    if (lab.lost !== undefined) complain(safe`kafka-lab: ${lab.lost}\n`);
    const { cluster } = lab.claims;
    let isFrozen = false;
    const forget = onSilence(cluster, () => {
      isFrozen = true;
      stop.abort();
    });
    try {
      await askToReplace(lab.claims, stop.signal);
      const { until, export: exportDirectory } = options.flags as { until?: string; export?: string };
      code = await runLab(lab.session, { until, exportDirectory, signal: stop.signal });
      if (isFrozen && ended === undefined) throw frozen(cluster, options);
    } finally {
      forget();
      await lab.close();
    }
  } finally {
    undo();
    if (session?.recordProblem !== undefined) complain(safe`kafka-lab: ${session.recordProblem}\n`);
  }
  if (ended !== undefined) return ended;
  return code === exitCodes.passed && session.recordProblem !== undefined ? exitCodes.failed : code;
}

function frozen({ name, kind }: Pick<Cluster, 'name' | 'kind'>, options: Options): LabError {
  return new LabError('cluster', `the run was ended because cluster \`${name}\` stopped answering`, {
    hint:
      kind === 'embedded'
        ? `stop what is left of it with \`${downCommand(options)}\`, then run the lab again`
        : 'check that it runs and can be reached, then run the lab again',
  });
}
