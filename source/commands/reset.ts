import { exitCodes } from '../errors/lab-error.ts';
import { describeCluster } from './describe-cluster.ts';
import { embeddedCluster, requireEmbedded } from './embedded-cluster.ts';
import type { Options } from './options.ts';
import { toNowhere, toTerminal } from './output.ts';

/** `kafka-lab reset` by hand: deletes the cluster and leaves a fresh one running. */
export async function reset(options: Options): Promise<number> {
  requireEmbedded(options, 'reset');
  const json = options.flags.json === true;
  const cluster = embeddedCluster(options, true);
  await cluster.reset(json ? toNowhere : toTerminal, new AbortController().signal);
  if (cluster.record) process.stdout.write(describeCluster(cluster.record, json));
  return exitCodes.passed;
}
