import type { WireReader } from '../bytes/reader.ts';
import type { WireWriter } from '../bytes/writer.ts';
import type { Draft, StructCodec } from './schema.ts';

/**
 * One request type of Kafka's protocol. Field names are those of Kafka's JSON message definitions, in camelCase. Decoded values have the
 * fields of all versions; fields that the version does not carry have the definition's default. To encode, any field may be omitted for
 * its default, and fields that the version does not carry are not written. Offsets, producer ids and timestamps (ms) are numbers, uuids
 * the 22 characters that Kafka prints. Malformed bytes throw {@link WireError}.
 */
export interface Api<Request, Response> {
  readonly key: number;
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** The first version with compact encodings and tagged fields (KIP-482). */
  readonly flexibleFrom: number;
  decodeRequest(reader: WireReader, version: number): Request;
  /** The same, with a step for each element of its arrays. */
  decodeRequestInSteps(reader: WireReader, version: number): Generator<undefined, Request>;
  encodeRequest(writer: WireWriter, value: Draft<Request>, version: number): void;
  decodeResponse(reader: WireReader, version: number): Response;
  encodeResponse(writer: WireWriter, value: Draft<Response>, version: number): void;
  /** The same, with a step for each element of its arrays. */
  encodeResponseInSteps(
    writer: WireWriter,
    value: Draft<Response>,
    version: number,
  ): Generator<undefined, void>;
}

export interface ApiDefinition<Request, Response> {
  readonly key: number;
  readonly name: string;
  /** The lowest and highest version that Kafka 3.3 serves. */
  readonly versions: readonly [number, number];
  readonly flexibleFrom: number;
  readonly request: StructCodec<Request>;
  readonly response: StructCodec<Response>;
}

/** Defines an API from the layouts of its request and response. */
export function defineApi<Request, Response>(
  definition: ApiDefinition<Request, Response>,
): Api<Request, Response> & Pick<ApiDefinition<Request, Response>, 'request' | 'response'> {
  const { key, name, flexibleFrom, request, response } = definition;
  const [minVersion, maxVersion] = definition.versions;
  return {
    key,
    name,
    minVersion,
    maxVersion,
    flexibleFrom,
    request,
    response,
    decodeRequest: (reader, version) => request.read(reader, version, version >= flexibleFrom),
    decodeRequestInSteps: (reader, version) => request.readInSteps(reader, version, version >= flexibleFrom),
    encodeRequest: (writer, value, version) => encode(request, writer, value, version),
    decodeResponse: (reader, version) => response.read(reader, version, version >= flexibleFrom),
    encodeResponse: (writer, value, version) => encode(response, writer, value, version),
    encodeResponseInSteps: (writer, value, version) =>
      response.writeInSteps(writer, value, version, version >= flexibleFrom),
  };

  function encode<T>(layout: StructCodec<T>, writer: WireWriter, value: Draft<T>, version: number): void {
    layout.write(writer, value, version, version >= flexibleFrom);
  }
}
