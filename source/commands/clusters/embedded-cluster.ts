import { EmbeddedCluster } from '../../cluster/embedded/embedded-cluster.ts';
import { LabError } from '../../errors/lab-error.ts';
import { kafkaFacts } from '../../lab/model/facts.ts';
import type { Options } from '../command-line/options.ts';
import type { LabFiles } from '../lab-files/read-lab-files.ts';
import { clusterDirectory } from '../locations/home-directory.ts';
import { distDirectory } from '../locations/package-root.ts';

/** The embedded cluster that `--name` and `--home` select. `detached`: it outlives this process. */
export function embeddedCluster(options: Options, detached: boolean, files?: LabFiles): EmbeddedCluster {
  return new EmbeddedCluster({
    name: options.name,
    directory: clusterDirectory(options.home, options.name),
    dist: distDirectory(),
    clientImage: () => files?.facts.lab.clientImage ?? kafkaFacts.clientImage,
    namespace: files?.facts.lab.namespace ?? kafkaFacts.namespace,
    ...(files?.clientCommand === undefined ? {} : { clientCommand: files.clientCommand }),
    ...(files?.betterCommand === undefined ? {} : { betterCommand: files.betterCommand }),
    detached,
  });
}

/** Refuses a verb that only works on the embedded cluster. */
export function requireEmbedded(options: Options, verb: string): void {
  if (options.cluster !== 'embedded')
    throw new LabError(
      'usage',
      `kafka-lab ${verb} works only on the embedded cluster, not on \`${options.cluster}\``,
      {
        hint: options.cluster === 'kind' ? 'use `kafka-lab reset --cluster kind`' : 'omit --cluster',
      },
    );
}
