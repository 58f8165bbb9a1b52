import { join } from 'node:path';
import type { Cluster } from '../../cluster/model/cluster.ts';
import { withReset } from '../../cluster/with-reset.ts';
import { safeLines, visible } from '../../text/safe-text.ts';
import type { Options } from '../command-line/options.ts';
import type { LabFiles } from '../lab-files/read-lab-files.ts';
import { stockNodeImage } from '../lab-files/stock-node-image.ts';
import { distDirectory } from '../locations/package-root.ts';
import { embeddedCluster } from './embedded-cluster.ts';

/** The cluster that the flags select, for a lab of these files. `detached`: an embedded one outlives this process. */
export async function chooseCluster(options: Options, files: LabFiles, detached: boolean): Promise<Cluster> {
  return sayAtReset(await makeCluster(options, files, detached), files);
}

async function makeCluster(options: Options, files: LabFiles, detached: boolean): Promise<Cluster> {
  const { home, name, nodeImage, clientImage, namespace, context } = options;
  if (options.cluster === 'embedded') return embeddedCluster(options, detached, files);
  if (options.cluster === 'kind') {
    const { createKindCluster } = await import('../../cluster/kind/create-kind-cluster.ts');
    return createKindCluster({
      name,
      home,
      scripts: files.scripts,
      namespace: files.facts.lab.namespace,
      ...(files.betterSource === undefined ? {} : { second: files.betterSource }),
      variables: {
        KAFKA_LAB_MANIFESTS: files.directory,
        KAFKA_LAB_CLIENT_IMAGE: files.facts.lab.clientImage,
        ...(nodeImage === undefined ? {} : { NODE_IMAGE: nodeImage }),
      },
    });
  }
  const { programFile } = await import('../../cluster/context/client-program.ts');
  const { createContextCluster } = await import('../../cluster/context/create-context-cluster.ts');
  return createContextCluster({
    context,
    home,
    namespace,
    manifests: { kafka: files.manifests['kafka.yml'], clients: files.manifests['clients.yml'] },
    clients:
      clientImage === undefined
        ? { program: join(distDirectory(), programFile), image: nodeImage ?? stockNodeImage }
        : { image: clientImage },
  });
}

/** The same cluster, whose reset begins with the notes about the files. */
function sayAtReset(cluster: Cluster, files: Pick<LabFiles, 'notes'>): Cluster {
  if (files.notes.length === 0) return cluster;
  return withReset(cluster, async (output, signal, replaces) => {
    output('stdout', safeLines(files.notes.map(visible)));
    await cluster.reset(output, signal, replaces);
  });
}
