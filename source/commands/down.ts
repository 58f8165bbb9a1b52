import { readRecord } from '../cluster/embedded/record.ts';
import { stopProcess } from '../cluster/embedded/stop.ts';
import { exitCodes } from '../errors/lab-error.ts';
import { requireEmbedded } from './embedded-cluster.ts';
import { clusterDirectory } from './locations.ts';
import type { Options } from './options.ts';

/** `kafka-lab down`: ends the cluster, whoever started it. Nothing to end is not an error. */
export async function down(options: Options): Promise<number> {
  requireEmbedded(options, 'down');
  const record = readRecord(clusterDirectory(options.home, options.name));
  if (!record) process.stdout.write(`No cluster ${options.name} is running.\n`);
  else {
    await stopProcess(record.pid);
    process.stdout.write(`Deleted cluster ${record.name} (pid ${record.pid}).\n`);
  }
  return exitCodes.passed;
}
