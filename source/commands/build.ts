import { exitCodes } from '../errors/lab-error.ts';
import { embeddedCluster, requireEmbedded } from './embedded-cluster.ts';
import type { Options } from './options.ts';
import { toTerminal } from './output.ts';

/** `kafka-lab build` by hand: the clients image, where the cluster of that name finds it. */
export async function build(options: Options): Promise<number> {
  requireEmbedded(options, 'build');
  const cluster = embeddedCluster(options, true);
  await cluster.attach();
  await cluster.build(toTerminal);
  return exitCodes.passed;
}
