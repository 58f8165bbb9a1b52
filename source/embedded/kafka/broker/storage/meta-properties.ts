import { join } from 'node:path';
import { makePlainDirectory } from '../../../paths/plain-directory.ts';
import { readPlain, writePlain } from '../../../paths/plain-file.ts';

export const metaPropertiesFile = 'meta.properties';

/** The file of a directory that was in use, when nobody knows any longer whose it was: the broker that finds it completes it. */
export const unknownOwner = '#\nversion=0\n';

/** How many bytes of `meta.properties` are read; the file has about a hundred. */
const longestProperties = 64 * 1024;

/** Stops a broker that was started on the data of another broker or cluster. */
export class InconsistentDataError extends Error {
  constructor(
    kind:
      | 'InconsistentClusterIdException'
      | 'InconsistentBrokerIdException'
      | 'InconsistentBrokerMetadataException',
    message: string,
  ) {
    super(message);
    this.name = `kafka.common.${kind}`;
  }
}

/** What the `meta.properties` of a directory says. It identifies the owner of the data. */
export type MetaProperties = ReadonlyMap<string, string>;

/** Creates the directory if need be, and reads its `meta.properties`; empty if there is none. Throws system errors and `PathError`. */
export function readMetaProperties(directory: string): MetaProperties {
  makePlainDirectory(directory);
  return readProperties(join(directory, metaPropertiesFile));
}

/** Whether it names the owner. */
export function isComplete(stored: MetaProperties): boolean {
  return stored.has('cluster.id') && stored.has('broker.id');
}

/** Whether the directory was in use before: otherwise no replica can be in it. */
export function wasInUse(stored: MetaProperties): boolean {
  return isComplete(stored) || (stored.has('version') && !stored.has('broker.id'));
}

/** The directories of one broker name the same owner. Throws {@link InconsistentDataError}. */
export function checkConsistent(stored: ReadonlyMap<string, MetaProperties>): void {
  const owners = new Set([...stored.values()].filter(isComplete).map(shown));
  if (owners.size < 2) return;
  const found = [...stored].flatMap(([path, properties]) =>
    isComplete(properties) ? [`- ${path} -> ${shown(properties)}\n`] : [],
  );
  throw new InconsistentDataError(
    'InconsistentBrokerMetadataException',
    'BrokerMetadata is not consistent across log.dirs. This could happen if multiple brokers shared a log directory (log.dirs) ' +
      `or partial data was manually copied from another broker. Found:\n${found.join('')}`,
  );
}

/** As Java prints properties; these three have this order there. */
function shown(stored: MetaProperties): string {
  const pairs = ['broker.id', 'version', 'cluster.id'].flatMap((name) =>
    stored.has(name) ? [`${name}=${stored.get(name)}`] : [],
  );
  return `{${pairs.join(', ')}}`;
}

/** The owner is this broker in this cluster. Throws {@link InconsistentDataError}. */
export function checkOwner(stored: MetaProperties, brokerId: number, clusterId: string): void {
  const storedCluster = stored.get('cluster.id');
  if (storedCluster !== undefined && storedCluster !== clusterId)
    throw new InconsistentDataError(
      'InconsistentClusterIdException',
      `The Cluster ID ${clusterId} doesn't match stored clusterId Some(${storedCluster}) in meta.properties. ` +
        'The broker is trying to join the wrong cluster. Configured zookeeper.connect may be wrong.',
    );
  const storedBroker = stored.get('broker.id');
  if (storedBroker !== undefined && storedBroker !== String(brokerId))
    throw wrongBroker(brokerId, Number(storedBroker));
}

/** Throws system errors and `PathError`. */
export function writeMetaProperties(directory: string, brokerId: number, clusterId: string): void {
  writePlain(
    join(directory, metaPropertiesFile),
    `#\n#${new Date().toUTCString()}\ncluster.id=${clusterId}\nversion=0\nbroker.id=${brokerId}\n`,
  );
}

/** The data belongs to another broker. */
export function wrongBroker(configured: number, stored: number): InconsistentDataError {
  return new InconsistentDataError(
    'InconsistentBrokerIdException',
    `Configured broker.id ${configured} doesn't match stored broker.id ${stored} in meta.properties. ` +
      'If you moved your data, make sure your configured broker.id matches. ' +
      'If you intend to create a new broker, you should remove all data in your data directories (log.dirs).',
  );
}

/** Whether a text is a `meta.properties`: complete, with only the broker id, or {@link unknownOwner}. */
export function isMetaProperties(text: string): boolean {
  if (text === unknownOwner) return true;
  const stored = parseProperties(text);
  const clusterId = stored.get('cluster.id');
  return (
    /^\d{1,9}$/.test(stored.get('broker.id') ?? '') &&
    stored.get('version') === '0' &&
    (clusterId === undefined || /^[\w-]{1,64}$/.test(clusterId))
  );
}

/** The owner that a valid `meta.properties` names. */
export function ownerIn(text: string): { readonly brokerId?: number; readonly clusterId?: string } {
  const stored = parseProperties(text);
  const brokerId = stored.get('broker.id');
  const clusterId = stored.get('cluster.id');
  return {
    ...(brokerId === undefined ? {} : { brokerId: Number(brokerId) }),
    ...(clusterId === undefined ? {} : { clusterId }),
  };
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
