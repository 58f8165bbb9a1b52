import { WireReader } from '../bytes/reader.ts';
import { WireError } from '../bytes/wire-error.ts';
import type { WireWriter } from '../bytes/writer.ts';
import type { Api } from './api.ts';

/** The common start of every request. */
export interface RequestHeader {
  readonly requestApiKey: number;
  readonly requestApiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
}

const apiVersionsKey = 18;

/*
 * RequestHeader v1  => api_key:int16 api_version:int16 correlation_id:int32 client_id:nullable_string
 * RequestHeader v2  => v1 tagged            client_id stays a plain nullable string (KIP-482)
 * ResponseHeader v0 => correlation_id:int32
 * ResponseHeader v1 => v0 tagged            never for ApiVersions (KIP-511)
 */

/**
 * Reads a request's header and leaves the reader at the body. `find` gives the header version for an API key; it returns undefined for an
 * unsupported key, whose header is then read without tagged fields.
 */
export function readRequestHeader(
  reader: WireReader,
  find: (key: number) => Api<unknown, unknown> | undefined,
): RequestHeader {
  const header = {
    requestApiKey: reader.int16(),
    requestApiVersion: reader.int16(),
    correlationId: reader.int32(),
    clientId: reader.nullableString(),
  };
  const api = find(header.requestApiKey);
  if (api && header.requestApiVersion >= api.flexibleFrom) reader.skipTaggedFields();
  return header;
}

export function writeRequestHeader(
  writer: WireWriter,
  api: Api<unknown, unknown>,
  version: number,
  correlationId: number,
  clientId: string | null,
): void {
  writer.int16(api.key);
  writer.int16(version);
  writer.int32(correlationId);
  writer.nullableString(clientId);
  if (version >= api.flexibleFrom) writer.unsignedVarint(0);
}

/** Reads a response's header and returns its correlation id. */
export function readResponseHeader(reader: WireReader, api: Api<unknown, unknown>, version: number): number {
  const correlationId = reader.int32();
  if (hasTaggedResponseHeader(api, version)) reader.skipTaggedFields();
  return correlationId;
}

export function writeResponseHeader(
  writer: WireWriter,
  api: Api<unknown, unknown>,
  version: number,
  correlationId: number,
): void {
  writer.int32(correlationId);
  if (hasTaggedResponseHeader(api, version)) writer.unsignedVarint(0);
}

/** The correlation id of a response frame, before its request is known. */
export function peekCorrelationId(frame: Buffer): number {
  if (frame.length < 4) throw new WireError('truncated', `a response of \`${frame.length}\` bytes`);
  return new WireReader(frame).int32();
}

function hasTaggedResponseHeader(api: Api<unknown, unknown>, version: number): boolean {
  return version >= api.flexibleFrom && api.key !== apiVersionsKey;
}
