import { exitCodes } from '../errors/lab-error.ts';
import { chooseCluster } from './choose-cluster.ts';
import { readLabFiles } from './lab-files/read-lab-files.ts';
import type { Options } from './options.ts';
import { toTerminal } from './output.ts';
import { untilEnded } from './until-signal.ts';

/** `kafka-lab build [--better]` by hand: the clients image, where the cluster of that name finds it. */
export async function build(options: Options): Promise<number> {
  const cluster = await chooseCluster(options, readLabFiles(options), true);
  const ended = await untilEnded(async (signal) => {
    await cluster.attach(signal);
    await cluster.build(toTerminal, signal, options.flags.better === true ? 'better' : 'first');
  });
  return ended ?? exitCodes.passed;
}
