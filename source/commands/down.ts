import { exitCodes } from '../errors/lab-error.ts';
import { chooseCluster } from './choose-cluster.ts';
import { embeddedCluster } from './embedded-cluster.ts';
import { readLabFiles } from './lab-files/read-lab-files.ts';
import type { Options } from './options.ts';
import { toTerminal } from './output.ts';

/** `kafka-lab down`: takes away what is ours, whoever started it. Nothing to end is not an error. */
export async function down(options: Options): Promise<number> {
  if (options.cluster !== 'embedded') {
    const cluster = await chooseCluster(options, readLabFiles(options), true);
    await cluster.down(toTerminal);
    return exitCodes.passed;
  }
  if (!(await embeddedCluster(options, true).end(toTerminal)))
    process.stdout.write(`No cluster ${options.name} is running.\n`);
  return exitCodes.passed;
}
