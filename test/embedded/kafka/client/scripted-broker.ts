import { type Duplex, duplexPair } from 'node:stream';
import { FrameSplitter, frame } from '../../../../source/embedded/kafka/bytes/frame.ts';
import { WireReader } from '../../../../source/embedded/kafka/bytes/reader.ts';
import type { Api } from '../../../../source/embedded/kafka/messages/api.ts';
import { apiVersions } from '../../../../source/embedded/kafka/messages/api-versions.ts';
import { apis } from '../../../../source/embedded/kafka/messages/apis.ts';
import {
  type RequestHeader,
  readRequestHeader,
  writeResponseHeader,
} from '../../../../source/embedded/kafka/messages/header.ts';

export interface Asked {
  readonly api: Api<unknown, unknown>;
  readonly header: RequestHeader;
  readonly request: Record<string, unknown>;
}

/** The far end of a connection: it records the requests, and responds as the test says. */
export class ScriptedBroker {
  readonly client: Duplex;
  readonly server: Duplex;
  readonly asked: Asked[] = [];

  /** `answer` returns the fields of the response, or undefined for no response. */
  constructor(answer: (asked: Asked) => Record<string, unknown> | undefined) {
    [this.client, this.server] = duplexPair();
    const frames = new FrameSplitter();
    this.server.on('error', () => undefined);
    this.server.on('data', (chunk: Buffer) => {
      for (const body of frames.push(chunk)) {
        const reader = new WireReader(body);
        const header = readRequestHeader(reader, (key) => apis.get(key));
        const api = apis.get(header.requestApiKey)!;
        const request = api.decodeRequest(reader, header.requestApiVersion) as Record<string, unknown>;
        const asked = { api, header, request };
        this.asked.push(asked);
        const response = answer(asked);
        if (response) this.reply(asked, response);
      }
    });
  }

  reply({ api, header }: Asked, response: Record<string, unknown>, version = header.requestApiVersion): void {
    this.server.write(
      frame((writer) => {
        writeResponseHeader(writer, api, version, header.correlationId);
        api.encodeResponse(writer, response, version);
      }),
    );
  }
}

/** The ApiVersions response of a broker that serves these APIs. */
export function offering(
  ...ranges: readonly (readonly [Api<unknown, unknown>, number, number])[]
): Record<string, unknown> {
  const apiKeys = [[apiVersions, 0, 3] as const, ...ranges].map(([api, minVersion, maxVersion]) => ({
    apiKey: api.key,
    minVersion,
    maxVersion,
  }));
  return { apiKeys };
}
