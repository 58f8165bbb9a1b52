import { runInSlices } from '../../../bounds/lanes/kafka.ts';
import type { WireReader } from '../../bytes/reader.ts';
import { WireError } from '../../bytes/wire-error.ts';
import { apis } from '../../messages/apis.ts';
import type { RequestHeader } from '../../messages/header.ts';
import { joinGroup } from '../../messages/join-group.ts';
import { produce } from '../../messages/produce.ts';
import { syncGroup } from '../../messages/sync-group.ts';
import { handlers } from '../handlers/table.ts';

/** The largest request that carries only names and numbers. */
export const mostPlainBytes = 8 * 1024 * 1024;

/** Requests that carry records or group metadata, and may be larger. */
const carriesData: ReadonlySet<number> = new Set([produce.key, joinGroup.key, syncGroup.key]);

/** Requests of this size or more are decoded in slices. */
const manyBytes = 64 * 1024;

/** Who answers a request of so many bytes, and what it says: at once where it is small. Throws {@link WireError}. */
export function readRequest(reader: WireReader, header: RequestHeader, size: number) {
  const api = apis.get(header.requestApiKey);
  const handler = handlers.get(header.requestApiKey);
  if (
    !api ||
    !handler ||
    header.requestApiVersion < api.minVersion ||
    header.requestApiVersion > api.maxVersion
  )
    throw new WireError(
      'value',
      `Received request api key ${header.requestApiKey} with version ${header.requestApiVersion}, which is not enabled`,
    );
  const { requestApiKey: key, requestApiVersion: version } = header;
  if (size > mostPlainBytes && !carriesData.has(key))
    throw new WireError(
      'length',
      `a request of \`${size}\` bytes with api key ${key}, where ${mostPlainBytes} are allowed`,
    );
  const decoded =
    size < manyBytes
      ? api.decodeRequest(reader, version)
      : runInSlices(api.decodeRequestInSteps(reader, version));
  return { handler, body: decoded };
}
