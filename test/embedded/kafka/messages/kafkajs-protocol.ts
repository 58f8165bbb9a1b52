import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

interface KafkaJsRequest {
  readonly apiKey: number;
  encode(): Promise<{ readonly buffer: Buffer }>;
}

/** The body of a request as kafkajs encodes it. */
export async function kafkaJsRequest(folder: string, version: number, args: unknown): Promise<Buffer> {
  const make = require(`kafkajs/src/protocol/requests/${folder}/v${version}/request`) as (
    args: unknown,
  ) => KafkaJsRequest;
  return (await make(args).encode()).buffer;
}

/** The body of a response as kafkajs decodes it. */
export async function kafkaJsResponse(
  folder: string,
  version: number,
  body: Buffer,
): Promise<Readonly<Record<string, unknown>>> {
  const found = require(`kafkajs/src/protocol/requests/${folder}/v${version}/response`) as unknown;
  const response = typeof found === 'function' ? found({ topics: [] }) : found;
  return response.decode(body);
}
