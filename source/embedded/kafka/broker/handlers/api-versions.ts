// ApiVersions: key 18, v0-3
//
// Versions:
// * v3: flexible (KIP-482), client name and version (KIP-511), features (KIP-584)
//
// Deviations from Kafka 3.3:
// * The client's name and version are not checked.
// * There are no features.
// * APIs of the registry alone are offered: none for transactions, ACLs, quotas, SASL, delegation tokens
//   or between brokers.

import { frame } from '../../bytes/frame.ts';
import type { WireReader } from '../../bytes/reader.ts';
import { apiVersions } from '../../messages/api-versions.ts';
import { apis } from '../../messages/apis.ts';
import { errorCodes } from '../../messages/errors.ts';
import { type RequestHeader, writeResponseHeader } from '../../messages/header.ts';

export const apiVersionsKey = apiVersions.key;

const offered = [...apis.values()]
  .sort((left, right) => left.key - right.key)
  .map(({ key, minVersion, maxVersion }) => ({ apiKey: key, minVersion, maxVersion }));

/**
 * The whole response frame. Clients send this before they know what the broker supports. A version that is too new is answered in version
 * 0 with UNSUPPORTED_VERSION and only this API's range (KIP-511).
 */
export function answerApiVersions(reader: WireReader, header: RequestHeader): Buffer {
  const { requestApiVersion: version, correlationId } = header;
  const served = version >= apiVersions.minVersion && version <= apiVersions.maxVersion;
  if (served) apiVersions.decodeRequest(reader, version);
  const response = served
    ? { errorCode: 0, apiKeys: offered, finalizedFeaturesEpoch: 0 }
    : {
        errorCode: errorCodes.UNSUPPORTED_VERSION,
        apiKeys: offered.filter(({ apiKey }) => apiKey === apiVersions.key),
      };
  return frame((writer) => {
    writeResponseHeader(writer, apiVersions, served ? version : 0, correlationId);
    apiVersions.encodeResponse(writer, response, served ? version : 0);
  });
}
