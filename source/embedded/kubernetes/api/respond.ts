import type { ServerResponse } from 'node:http';
import { stringify } from 'yaml';
import { describeError } from '../../../errors/lab-error.ts';
import { type Status, StatusError } from '../store/status-error.ts';

/** Sends a JSON document; `contentType` where discovery echoes a negotiated one. */
export function sendJson(
  response: ServerResponse,
  code: number,
  body: object,
  contentType = 'application/json',
): void {
  send(response, code, contentType, JSON.stringify(body));
}

export function sendYaml(response: ServerResponse, code: number, body: object): void {
  send(response, code, 'application/yaml', stringify(body, { aliasDuplicateObjects: false }));
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
  response.end(bytes);
}

/** Anything that was thrown as a Status: what is not a StatusError is a fault of this server, 500. */
export function toStatus(error: unknown): Status & { readonly code: number } {
  const known =
    error instanceof StatusError
      ? error
      : new StatusError(500, 'InternalError', `Internal error occurred: ${describeError(error)}`);
  return known.toStatus() as Status & { readonly code: number };
}
