import type { IncomingMessage } from 'node:http';
import type { HeldBytes } from '../../bounds/held-bytes.ts';
import { checkJsonShape, checkShape, tooMany } from '../objects/json-shape.ts';
import { badRequest, StatusError } from '../objects/status-error.ts';
import { isRecord } from '../objects/values.ts';
import { decodeProtobuf } from '../protobuf/decode-object.ts';
import { ProtobufError } from '../protobuf/wire.ts';
import type { YamlThread } from '../yaml/yaml-thread.ts';
import { hasTooManyChunks, mostChunks } from './body-chunks.ts';

/** The largest request body, as in the API server. */
export const maximumBodyBytes = 3 * 1024 * 1024;

/** Reads the whole body; 413 as soon as it is known to be too long, before it is buffered. */
export async function readBody(request: IncomingMessage, held: HeldBytes): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maximumBodyBytes) throw tooLarge();
  const share = held.share('a request body', () => request.destroy());
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maximumBodyBytes) throw tooLarge();
      if (hasTooManyChunks(request)) throw tooManyChunks();
      share.set(size);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    share.set(0);
  }
}

function tooManyChunks(): StatusError {
  return new StatusError(
    413,
    'RequestEntityTooLarge',
    `Request entity too large: a body may come in at most ${mostChunks} chunks; send larger ones, or a Content-Length`,
  );
}

function tooLarge(): StatusError {
  return new StatusError(
    413,
    'RequestEntityTooLarge',
    `Request entity too large: limit is ${maximumBodyBytes}`,
  );
}

/** `application/json` from `application/json; charset=utf-8`. */
export function mediaType(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** A body in JSON, YAML, or the protobuf that kubectl sends; `undefined` if it is empty. Anything else is a 415. */
export async function parseBody(
  bytes: Buffer,
  contentType: string | undefined,
  yaml: YamlThread,
): Promise<unknown> {
  const type = mediaType(contentType);
  if (bytes.length === 0) return undefined;
  if (type === 'application/vnd.kubernetes.protobuf') {
    const value = parseProtobuf(bytes);
    checkShape(value);
    return value;
  }
  if (type === '' || type === 'application/json' || type.endsWith('+json')) return parseJson(bytes);
  if (type === 'application/yaml' || type === 'text/yaml' || type.endsWith('+yaml'))
    return parseJson(Buffer.from(await yaml.toJson(bytes.toString('utf8'))));
  throw new StatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml`,
  );
}

function parseProtobuf(bytes: Buffer): unknown {
  try {
    return decodeProtobuf(bytes);
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    if (error.reason === 'tooMany') throw tooMany();
    if (error.reason === 'broken') throw badRequest(error.message);
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      `this API does not read ${error.message} from protobuf: send JSON, or apply a manifest (kubectl apply -f)`,
    );
  }
}

function parseJson(bytes: Buffer): unknown {
  checkJsonShape(bytes);
  const text = bytes.toString('utf8');
  try {
    // A reviver is slow: it is used only if the key may be in the text, spelled out or escaped.
    if (!/__proto__|\\u/.test(text)) return JSON.parse(text);
    return JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value));
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${(error as Error).message}`);
  }
}

export function requireObject(value: unknown): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw badRequest('the body of the request has to be an object');
}
