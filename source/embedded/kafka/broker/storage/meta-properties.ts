import { join } from 'node:path';
import { makePlainDirectory } from '../../../paths/plain-directory.ts';
import { readPlain, writePlain } from '../../../paths/plain-file.ts';

/** How many bytes of `meta.properties` are read; the file has about a hundred. */
const longestProperties = 64 * 1024;

/** Stops a broker that was started on the data of another broker or cluster. */
export class InconsistentDataError extends Error {
  constructor(kind: 'InconsistentClusterIdException' | 'InconsistentBrokerIdException', message: string) {
    super(message);
    this.name = `kafka.common.${kind}`;
  }
}

/**
 * `meta.properties` in the data directory identifies its owner: completed at the first start, checked at every later one. Throws {@link
 * InconsistentDataError}.
 */
export function checkMetaProperties(directory: string, brokerId: number, clusterId: string): void {
  makePlainDirectory(directory);
  const path = join(directory, 'meta.properties');
  const stored = readProperties(path);
  const storedCluster = stored.get('cluster.id');
  if (storedCluster !== undefined && storedCluster !== clusterId)
    throw new InconsistentDataError(
      'InconsistentClusterIdException',
      `The Cluster ID ${clusterId} doesn't match stored clusterId Some(${storedCluster}) in meta.properties. ` +
        'The broker is trying to join the wrong cluster. Configured zookeeper.connect may be wrong.',
    );
  const storedBroker = stored.get('broker.id');
  if (storedBroker !== undefined && storedBroker !== String(brokerId))
    throw new InconsistentDataError(
      'InconsistentBrokerIdException',
      `Configured broker.id ${brokerId} doesn't match stored broker.id ${storedBroker} in meta.properties. ` +
        'If you moved your data, make sure your configured broker.id matches. ' +
        `If you intend to create a new broker, you should remove all data in your data directories (log.dirs).`,
    );
  if (storedCluster !== undefined && storedBroker !== undefined) return;
  writePlain(
    path,
    `#\n#${new Date().toUTCString()}\ncluster.id=${clusterId}\nversion=0\nbroker.id=${brokerId}\n`,
  );
}

/** Whether a text is a `meta.properties`, complete or with only the broker id. */
export function isMetaProperties(text: string): boolean {
  const stored = parseProperties(text);
  const clusterId = stored.get('cluster.id');
  return (
    /^\d{1,9}$/.test(stored.get('broker.id') ?? '') &&
    stored.get('version') === '0' &&
    (clusterId === undefined || /^[\w-]{1,64}$/.test(clusterId))
  );
}

function readProperties(path: string): Map<string, string> {
  let text: string;
  try {
    text = readPlain(path, longestProperties).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
  return parseProperties(text);
}

function parseProperties(text: string): Map<string, string> {
  return new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const match = /^\s*([^#!=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
      return match ? [[match[1]!, match[2]!]] : [];
    }),
  );
}
