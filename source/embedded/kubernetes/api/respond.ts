import type { ServerResponse } from 'node:http';
import { describeError } from '../../../errors/lab-error.ts';
import { parseJson } from '../../../files/parse-json.ts';
import type { SharedBytes } from '../../bounds/held-bytes.ts';
import { nextTurn } from '../../bounds/lanes/api.ts';
import { pieceBytes } from '../../bounds/outbox.ts';
import { beginSlice } from '../../bounds/slices.ts';
import { type Status, StatusError } from '../objects/status-error.ts';
import type { YamlThread } from '../yaml/yaml-thread.ts';
import { indented, isPretty } from './pretty.ts';
import { responseOutbox } from './response-outbox.ts';

/** Sends a JSON document; `contentType` if discovery echoes a negotiated one. */
export function sendJson(
  response: ServerResponse,
  code: number,
  body: object,
  contentType = 'application/json',
): void {
  send(response, code, contentType, isPretty(response.req) ? indented(body) : `${JSON.stringify(body)}\n`);
}

/** Sends a document that Kubernetes indents for every client: its version, and its paths. */
export function sendIndentedJson(response: ServerResponse, body: object): void {
  send(response, 200, 'application/json', indented(body));
}

export async function sendYaml(
  response: ServerResponse,
  code: number,
  json: string,
  yaml: YamlThread,
): Promise<void> {
  send(response, code, 'application/yaml', await yaml.toYaml(json));
}

/** Shorter bodies are written in one piece. */
const smallBytes = 16 * 1024;

/**
 * Sends a JSON document whose last field is a list: items are rendered, written and read by the client a few at a time. A short document
 * is sent in one piece, with its length.
 */
export async function sendJsonList<Item>(
  response: ServerResponse,
  [head, tail]: readonly [head: string, tail: string],
  items: readonly Item[],
  toJson: (item: Item) => SharedBytes | string,
): Promise<void> {
  if (!isPretty(response.req)) return sendPieces(response, [head, `${tail}\n`], ',', items, toJson);
  const whole = indented(parseJson(`${head}${tail}`));
  if (items.length === 0) return send(response, 200, 'application/json', whole);
  const at = whole.lastIndexOf('[]');
  const around = [`${whole.slice(0, at)}[\n    `, `\n  ]${whole.slice(at + 2)}`] as const;
  await sendPieces(response, around, ',\n    ', items, (item) => {
    const json = toJson(item);
    return indented(parseJson(typeof json === 'string' ? json : json.bytes.toString())).replaceAll(
      '\n',
      '\n    ',
    );
  });
}

async function sendPieces<Item>(
  response: ServerResponse,
  [head, tail]: readonly [head: string, tail: string],
  separator: string,
  items: readonly Item[],
  toJson: (item: Item) => SharedBytes | string,
): Promise<void> {
  let text = head;
  let isFirst = true;
  let slice = beginSlice();
  for (const item of items) {
    const json = toJson(item);
    if (!isFirst) text += separator;
    isFirst = false;
    if (typeof json === 'string') text += json;
    if (typeof json !== 'string' || text.length >= pieceBytes) {
      if (!(await write(response, text, json))) return;
      text = '';
    }
    if (!slice.isOver()) continue;
    await nextTurn();
    slice = beginSlice();
  }
  if (!response.headersSent) send(response, 200, 'application/json', text + tail);
  else end(response, Buffer.from(text + tail));
}

/** Returns false when the client has gone. */
async function write(response: ServerResponse, text: string, then: SharedBytes | string): Promise<boolean> {
  if (response.destroyed) return false;
  if (!response.headersSent)
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' });
  const outbox = responseOutbox(response);
  outbox.push(Buffer.from(text));
  if (typeof then !== 'string') outbox.push(then);
  await outbox.taken();
  return !response.destroyed;
}

/** Sends a document that is ready, with headers of its own. */
export function sendBytes(
  response: ServerResponse,
  contentType: string,
  bytes: Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(200, { ...headers, 'Content-Type': contentType, 'Content-Length': bytes.length });
  end(response, bytes);
}

export function sendText(response: ServerResponse, code: number, text: string): void {
  send(response, code, 'text/plain; charset=utf-8', text);
}

function send(response: ServerResponse, code: number, contentType: string, text: string): void {
  if (response.headersSent || response.destroyed) return;
  const bytes = Buffer.from(text);
  response.writeHead(code, {
    'Content-Type': contentType,
    'Content-Length': bytes.length,
    'Cache-Control': 'no-cache, private',
  });
  end(response, bytes);
}

function end(response: ServerResponse, bytes: Buffer): void {
  if (bytes.length <= smallBytes) {
    response.end(bytes);
    return;
  }
  const outbox = responseOutbox(response);
  outbox.push(bytes);
  outbox.whenHandedOn(() => response.end());
}

/** Any error as a Status: one that is not a StatusError is a bug in this server, 500. */
export function toStatus(error: unknown): Status & { readonly code: number } {
  const known =
    error instanceof StatusError
      ? error
      : new StatusError(500, 'InternalError', `Internal error occurred: ${describeError(error)}`);
  return known.toStatus() as Status & { readonly code: number };
}
