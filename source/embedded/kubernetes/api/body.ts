import type { IncomingMessage } from 'node:http';
import { parse } from 'yaml';
import { decodeProtobuf } from '../protobuf/decode-object.ts';
import { ProtobufError } from '../protobuf/wire.ts';
import { badRequest, StatusError } from '../store/status-error.ts';
import { isRecord } from '../store/values.ts';

/** What a request may carry, as the API server's own limit. */
export const maximumBodyBytes = 3 * 1024 * 1024;
const maximumDepth = 200;

/** Reads the whole body; 413 as soon as it is known to be too long, before it is kept. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maximumBodyBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximumBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
export function parseBody(bytes: Buffer, contentType: string | undefined): unknown {
  const type = mediaType(contentType);
  if (bytes.length === 0) return undefined;
  let value: unknown;
  if (type === 'application/vnd.kubernetes.protobuf') value = parseProtobuf(bytes);
  else if (type === '' || type === 'application/json' || type.endsWith('+json')) value = parseJson(bytes);
  else if (type === 'application/yaml' || type === 'text/yaml' || type.endsWith('+yaml'))
    value = parseYaml(bytes);
  else
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml`,
    );
  checkDepth(value);
  return value;
}

function parseProtobuf(bytes: Buffer): unknown {
  try {
    return decodeProtobuf(bytes);
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    if (error.reason === 'broken') throw badRequest(error.message);
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      `this API does not read ${error.message} from protobuf: send JSON, or apply a manifest (kubectl apply -f)`,
    );
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'), (key, value) => (key === '__proto__' ? undefined : value));
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${(error as Error).message}`);
  }
}

function parseYaml(bytes: Buffer): unknown {
  try {
    return parse(bytes.toString('utf8'), { maxAliasCount: 100, logLevel: 'silent' });
  } catch (error) {
    const [first] = (error as Error).message.split('\n', 1);
    throw badRequest(`error converting YAML to JSON: ${first}`);
  }
}

/** Walks with a stack of its own: what is too deep for recursion must not meet it. */
function checkDepth(root: unknown): void {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maximumDepth) throw badRequest('json: exceeded max depth');
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      for (const inner of Array.isArray(value) ? value : Object.values(value)) next.push(inner);
    }
    level = next;
  }
}

export function requireObject(value: unknown): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw badRequest('the body of the request has to be an object');
}
