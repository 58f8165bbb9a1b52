import { readRecord } from '../cluster/embedded/record.ts';
import { exitCodes } from '../errors/lab-error.ts';
import { chooseCluster } from './clusters/choose-cluster.ts';
import { askToReplace, claimCluster } from './clusters/claim-cluster.ts';
import { describeCluster, describeKubeconfig } from './clusters/describe-cluster.ts';
import type { Options } from './command-line/options.ts';
import { readLabFiles } from './lab-files/read-lab-files.ts';
import { withManifestsOfLab } from './labs/choose-lab.ts';
import { clusterDirectory } from './locations/home-directory.ts';
import { discardOutput, print, toTerminal } from './output/streams.ts';
import { untilEnded } from './process/ending-signal.ts';

/** `kafka-lab reset` outside a session: asks before it deletes the existing cluster, and leaves a fresh one running. */
export async function reset(given: Options): Promise<number> {
  const options = await withManifestsOfLab(given);
  const json = options.flags.json === true;
  const files = readLabFiles(options);
  const claims = claimCluster(await chooseCluster(options, files, true), () => files.facts, options);
  const { cluster } = claims;
  const ended = await untilEnded(async (signal) => {
    await askToReplace(claims, signal);
    await cluster.reset(json ? discardOutput : toTerminal, signal);
  });
  if (ended !== undefined) return ended;
  const record =
    cluster.kind === 'embedded' ? readRecord(clusterDirectory(options.home, options.name)) : undefined;
  print(record ? describeCluster(record, json) : describeKubeconfig(cluster, json));
  return exitCodes.passed;
}
