import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { debugLog } from '../../../debug/debug-log.ts';
import { nextTurn } from '../../bounds/lanes/api.ts';
import { sharedSlice } from '../../bounds/slices.ts';
import { countChunks } from '../api/body-chunks.ts';
import type { ApiContext } from '../api/context.ts';
import { sendJson, toStatus } from '../api/respond.ts';
import { trackResponse } from '../api/response-outbox.ts';
import { StatusError } from '../objects/status-error.ts';
import { ConnectionLimiter } from './connection-limiter.ts';
import { PacedReads } from './paced-reads.ts';
import { route } from './routes.ts';
import { Upgrades } from './upgrades.ts';

const debug = debugLog.section('kubernetes');

/** How long a peer may take before it is disconnected, in ms. Streams are exempt. */
export const limits: ServerOptions = {
  /** Longer than clients keep idle connections, so that the server does not close one under a request. */
  keepAliveTimeout: 120_000,
  /** For the whole head, however slowly it arrives. */
  headersTimeout: 20_000,
  /** For a whole request with its body, 3 MiB at most. */
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5000,
};

/** Requests that a client may pipeline on one connection; Kubernetes clients send one. */
export const mostUnanswered = 16;

/** Handles all requests and upgrades of the server. Returns the upgrades, to close. */
export function serveConnections(
  server: Server,
  context: ApiContext,
  checkAccess: (request: IncomingMessage) => void,
): Upgrades {
  const reads = new PacedReads(server);
  const limiter = new ConnectionLimiter(server);
  const check = (request: IncomingMessage) => {
    checkAccess(request);
    limiter.trust(request.socket.remotePort);
  };
  const upgrades = new Upgrades(context, check);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    response.on('error', () => {});
    trackResponse(response, context);
    try {
      check(request);
      // Of many simultaneous requests, some yield to the event loop first.
      if (sharedSlice.isOver()) await nextTurn(request.socket);
      await route(context, request, response);
    } catch (error) {
      // A peer that aborts its body gets no response.
      if (request.errored === error) {
        response.destroy();
        return;
      }
      const status = toStatus(error);
      if (status.code === 500 && !(error instanceof StatusError))
        context.log(`${request.method} ${request.url?.split('?')[0]}: ${(error as Error)?.stack ?? error}`);
      if (response.headersSent) response.destroy();
      else sendStatus(request, response, status);
    }
  };
  const unanswered = new WeakMap<Socket, number>();
  server.on('request', (request, response) => {
    debug('%s %s', request.method, request.url);
    const { socket } = request;
    const count = (unanswered.get(socket) ?? 0) + 1;
    if (count > mostUnanswered || socket.destroyed) {
      socket.destroy();
      return;
    }
    unanswered.set(socket, count);
    countChunks(request);
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    void answer(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    reads.release(socket);
    upgrades.handle(request, socket, head);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) socket.destroy();
    else socket.end(answerTo(refusal(error.code)), () => socket.destroy());
  });
  return upgrades;
}

/** The status line for a malformed request. */
function refusal(code: string | undefined): string {
  if (code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return '408 Request Timeout';
  return '400 Bad Request';
}

/** With the status as its text, as Go's server sends it: kubectl quotes that. */
function answerTo(status: string): string {
  return `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${status}`;
}

/** A refusal may come before the body was read: the rest is discarded. */
function sendStatus(
  request: IncomingMessage,
  response: ServerResponse,
  status: ReturnType<typeof toStatus>,
): void {
  if (!request.complete) response.setHeader('Connection', 'close');
  if (status.code === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  const retryAfter = status.details?.retryAfterSeconds;
  if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
  sendJson(response, status.code, status);
}
