import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ApiContext } from '../api/context.ts';
import { parseResourcePath, requestUrl } from '../api/request-path.ts';
import { toStatus } from '../api/respond.ts';
import { badRequest, noSuchPath, notFound } from '../store/status-error.ts';
import type { KubeObject } from '../store-api.ts';
import { execProtocols, planExec, serveExec } from './exec.ts';
import { planPortForward, portForwardProtocols, servePortForward } from './port-forward.ts';

/** The most that a client may send in one message. */
const maximumMessage = 1024 * 1024;

type Serve = (socket: WebSocket) => Promise<void>;

/** Takes connections over from HTTP: exec and port-forward, over websockets. */
export class Upgrades {
  readonly #context: ApiContext;
  readonly #check: (request: IncomingMessage) => void;
  readonly #sockets = new Set<Duplex>();

  constructor(context: ApiContext, check: (request: IncomingMessage) => void) {
    this.#context = context;
    this.#check = check;
  }

  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    try {
      this.#check(request);
      const { serve, protocols } = this.#plan(request);
      this.#upgrade(request, socket, head, protocols, serve);
    } catch (error) {
      refuse(socket, error);
    }
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #plan(request: IncomingMessage): { serve: Serve; protocols: readonly string[] } {
    const url = requestUrl(request);
    const target = parseResourcePath(url.pathname);
    if (!target) throw noSuchPath();
    const { resource, namespace, name = '', subresource } = target;
    const pod: KubeObject | undefined = this.#context.store.get(resource.plural, namespace, name);
    if (resource.plural !== 'pods' || !subresource)
      throw badRequest('this resource has no stream to upgrade to');
    if (!pod) throw notFound(resource, name);
    const context = this.#context;
    if (subresource === 'exec') {
      const plan = planExec(pod, url.searchParams);
      return { protocols: execProtocols, serve: (socket) => serveExec(context, plan, socket) };
    }
    if (subresource === 'portforward') {
      const ports = planPortForward(pod, url.searchParams);
      return {
        protocols: portForwardProtocols,
        serve: (socket) => servePortForward(context, pod, ports, socket),
      };
    }
    throw badRequest(`\`${subresource.slice(0, 40)}\` is not served here: use exec or logs`);
  }

  #upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    protocols: readonly string[],
    serve: Serve,
  ): void {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket')
      throw badRequest(
        'this API speaks websockets for exec and port-forward, not SPDY: use kubectl 1.31 or newer',
      );
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    const protocol = protocols.find((name) => offered.includes(name));
    if (!protocol)
      throw badRequest(
        `unable to upgrade: none of the offered subprotocols is served: ${protocols.join(', ')}`,
      );
    const server = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: maximumMessage,
      handleProtocols: () => protocol,
    });
    server.handleUpgrade(request, socket, head, (webSocket) => {
      serve(webSocket).catch((error) => {
        this.#context.log(`stream ${request.url?.split('?')[0]}: ${String(error)}`);
        webSocket.terminate();
      });
    });
  }
}

/** An answer without an upgrade: a Status, and the end of the connection. */
function refuse(socket: Duplex, error: unknown): void {
  const status = toStatus(error);
  const body = Buffer.from(JSON.stringify(status));
  const head =
    `HTTP/1.1 ${status.code} ${STATUS_CODES[status.code] ?? 'Error'}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
  socket.end(Buffer.concat([Buffer.from(head), body]), () => socket.destroy());
}
