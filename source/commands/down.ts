import { exitCodes } from '../errors/lab-error.ts';
import { safe } from '../text/safe-text.ts';
import { chooseCluster } from './clusters/choose-cluster.ts';
import { embeddedCluster } from './clusters/embedded-cluster.ts';
import type { Options } from './command-line/options.ts';
import { readLabFiles } from './lab-files/read-lab-files.ts';
import { print, toTerminal } from './output/streams.ts';

/** `kafka-lab down`: deletes what is ours, whoever started it. Having nothing to stop is not an error. */
export async function down(options: Options): Promise<number> {
  if (options.cluster !== 'embedded') {
    const cluster = await chooseCluster(options, readLabFiles(options), true);
    await cluster.down(toTerminal);
    return exitCodes.passed;
  }
  if (!(await embeddedCluster(options, true).end(toTerminal)))
    print(safe`No cluster ${options.name} is running.\n`);
  return exitCodes.passed;
}
