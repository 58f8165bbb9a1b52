import { join } from 'node:path';
import { isFileFailure } from '../../../files/file-failure.ts';
import { PathError } from '../../paths/path-error.ts';
import { makePlainDirectory } from '../../paths/plain-directory.ts';
import { readPlain, writePlain } from '../../paths/plain-file.ts';
import type { ZooKeeperClient } from '../../zookeeper/client-api.ts';
import { ZooKeeperError } from '../../zookeeper/protocol/error.ts';

/** How many bytes of `meta.properties` are read; the file has about a hundred. */
const longestProperties = 64 * 1024;

/** The earlier id of a broker without `broker.id`, from `meta.properties` in its data directory. */
export function rememberedBrokerId(dataDirectory: string): number | undefined {
  try {
    const text = readPlain(join(dataDirectory, 'meta.properties'), longestProperties).toString('utf8');
    const id = /^broker\.id=(\d{1,9})$/m.exec(text)?.[1];
    return id === undefined ? undefined : Number(id);
  } catch (error) {
    if (!isFileFailure(error) && !(error instanceof PathError)) throw error;
    return undefined;
  }
}

/** The broker adds its cluster's id to the file; it must stay, since it identifies the owner of the data. */
export function rememberBrokerId(dataDirectory: string, id: number): void {
  if (rememberedBrokerId(dataDirectory) === id) return;
  makePlainDirectory(dataDirectory);
  writePlain(join(dataDirectory, 'meta.properties'), `version=0\nbroker.id=${id}\n`);
}

/** A new id above `reserved.broker.max.id`: the version of `/brokers/seqid`, which every new broker increments. */
export async function generateBrokerId(client: ZooKeeperClient, reservedMaxId: number): Promise<number> {
  for (const path of ['/brokers', '/brokers/seqid']) {
    try {
      await client.create(path, Buffer.alloc(0));
    } catch (error) {
      if (!(error instanceof ZooKeeperError && error.code === 'NODEEXISTS')) throw error;
    }
  }
  const { version } = await client.setData('/brokers/seqid', Buffer.alloc(0));
  return reservedMaxId + version;
}
