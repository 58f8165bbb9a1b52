import { exitCodes } from '../errors/lab-error.ts';
import { chooseCluster } from './clusters/choose-cluster.ts';
import type { Options } from './command-line/options.ts';
import { readLabFiles } from './lab-files/read-lab-files.ts';
import { withManifestsOfLab } from './labs/choose-lab.ts';
import { toTerminal } from './output/streams.ts';
import { untilEnded } from './process/ending-signal.ts';

/** `kafka-lab build [--better]` outside a session: puts the clients image where the named cluster finds it. */
export async function build(given: Options): Promise<number> {
  const options = await withManifestsOfLab(given);
  const cluster = await chooseCluster(options, readLabFiles(options), true);
  const ended = await untilEnded(async (signal) => {
    await cluster.attach(signal);
    await cluster.build(toTerminal, signal, options.flags.better === true ? 'better' : 'first');
  });
  return ended ?? exitCodes.passed;
}
