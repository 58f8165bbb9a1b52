import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { debugLog } from '../../../debug/debug-log.ts';
import { nextTurn } from '../../bounds/lanes/api.ts';
import { sharedSlice } from '../../bounds/slices.ts';
import { countAnswer } from '../api/answer-outbox.ts';
import { countChunks } from '../api/body-chunks.ts';
import type { ApiContext } from '../api/context.ts';
import { sendJson, toStatus } from '../api/respond.ts';
import { StatusError } from '../objects/status-error.ts';
import { ConnectionLimiter } from './connection-limiter.ts';
import { PacedReads } from './paced-reads.ts';
import { route } from './routes.ts';
import { Upgrades } from './upgrades.ts';

const debug = debugLog.section('kubernetes');

/** What a peer may take of the server's time before it is cut off, in ms. Streams are past their request, and not bound by it. */
export const limits: ServerOptions = {
  /** Longer than clients keep an idle connection, so that the server is not the one to close it under a request. */
  keepAliveTimeout: 120_000,
  /** A whole head, however slowly it trickles in. */
  headersTimeout: 20_000,
  /** A whole request with its body, which is 3 MiB at most. */
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5000,
};

/** Requests that a client may send over one connection before the first is answered; clients of Kubernetes send one. */
export const mostUnanswered = 16;

/** Answers every request and every upgrade that reaches the server. Returns the upgrades, to close. */
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
    countAnswer(response, context);
    try {
      check(request);
      // Of many requests that arrive together, some wait until others have had the event loop.
      if (sharedSlice.isOver()) await nextTurn(request.socket);
      await route(context, request, response);
    } catch (error) {
      // A peer that breaks off amid its body is owed no answer.
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
    else socket.end(`HTTP/1.1 ${refusal(error.code)}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
  });
  return upgrades;
}

/** The status line for what is no request. */
function refusal(code: string | undefined): string {
  if (code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return '408 Request Timeout';
  return '400 Bad Request';
}

/** A refusal may come before the body was read: what is left of it is not worth reading. */
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
