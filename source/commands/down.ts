import { readRecord } from '../cluster/embedded/record.ts';
import { stopProcess } from '../cluster/embedded/stop.ts';
import { exitCodes } from '../errors/lab-error.ts';
import { endLeftPrograms } from '../processes/cluster-owner.ts';
import { chooseCluster } from './choose-cluster.ts';
import { readLabFiles } from './lab-files/read-lab-files.ts';
import { clusterDirectory } from './locations.ts';
import type { Options } from './options.ts';
import { toTerminal } from './output.ts';

/** `kafka-lab down`: takes away what is ours, whoever started it. Nothing to end is not an error. */
export async function down(options: Options): Promise<number> {
  if (options.cluster !== 'embedded') {
    const cluster = await chooseCluster(options, readLabFiles(options), true);
    await cluster.down(toTerminal);
    return exitCodes.passed;
  }
  const record = readRecord(clusterDirectory(options.home, options.name));
  if (!record) process.stdout.write(`No cluster ${options.name} is running.\n`);
  else {
    await stopProcess(record.pid);
    process.stdout.write(`Deleted cluster ${record.name} (pid ${record.pid}).\n`);
  }
  // A cluster that was killed could not end its programs.
  await endLeftPrograms(clusterDirectory(options.home, options.name));
  return exitCodes.passed;
}
