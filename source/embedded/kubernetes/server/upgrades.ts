import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import type { ApiContext } from '../api/context.ts';
import { parseResourcePath, requestUrl } from '../api/request-path.ts';
import { toStatus } from '../api/respond.ts';
import { badRequest, noSuchPath, notFound } from '../objects/status-error.ts';
import { planExec, serveExec } from '../streams/exec.ts';
import { PacedConnection } from '../streams/paced-connection.ts';
import { requireRunningPod } from '../streams/pod-target.ts';
import { readPorts, servePortForward } from '../streams/port-forward.ts';
import { serveSpdyExec } from '../streams/spdy/spdy-exec.ts';
import { serveSpdyPortForward, tunnelProtocol } from '../streams/spdy/spdy-port-forward.ts';

/** The most that a client may send in one message. */
const maximumMessage = 1024 * 1024;

/** The supported transports of a stream that passed the checks. */
interface StreamProtocols {
  /** Subprotocols of a websocket, preferred first. */
  readonly websocket: Readonly<Record<string, (socket: WebSocket) => Promise<void>>>;
  /** Versions of the stream protocol over SPDY/3.1: kubectl before 1.31. */
  readonly spdy: Readonly<Record<string, (connection: Duplex) => Promise<void>>>;
}

/** Takes over connections from HTTP: exec and port-forward, over websockets or SPDY. */
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
      const upgrade = request.headers.upgrade?.toLowerCase();
      const offer = this.#offer(request);
      if (upgrade === 'websocket') this.#openWebSocket(request, pace(socket, head), offer.websocket);
      else if (upgrade === 'spdy/3.1') this.#openSpdy(request, pace(socket, head), offer.spdy);
      else throw badRequest('streams are served over websockets or SPDY/3.1');
    } catch (error) {
      refuse(socket, error);
    }
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #offer(request: IncomingMessage): StreamProtocols {
    const { pathname, searchParams } = requestUrl(request);
    const target = parseResourcePath(pathname);
    if (!target) throw noSuchPath();
    const { resource, namespace, name = '', subresource } = target;
    if (resource.plural !== 'pods' || !subresource)
      throw badRequest('this resource has no stream to upgrade to');
    const pod = this.#context.store.get(resource.plural, namespace, name);
    if (!pod) throw notFound(resource, name);
    const context = this.#context;
    if (subresource === 'exec') {
      const plan = planExec(pod, searchParams);
      const websocket = (socket: WebSocket) => serveExec(context, plan, socket);
      return {
        websocket: { 'v5.channel.k8s.io': websocket, 'v4.channel.k8s.io': websocket },
        spdy: { 'v4.channel.k8s.io': (connection) => serveSpdyExec(context, plan, connection) },
      };
    }
    if (subresource !== 'portforward')
      throw badRequest(`\`${subresource.slice(0, 40)}\` is not served here: use exec or logs`);
    requireRunningPod(pod);
    const forward = (connection: Duplex) => serveSpdyPortForward(context, pod, connection);
    const channels = (socket: WebSocket) => servePortForward(context, pod, readPorts(searchParams), socket);
    // Channels need ports in the query; a tunnel names them later.
    const tunnel = { [tunnelProtocol]: (socket: WebSocket) => forward(createWebSocketStream(socket)) };
    const withPorts = { 'v4.channel.k8s.io': channels, 'portforward.k8s.io': channels };
    if (searchParams.has('ports')) readPorts(searchParams);
    return {
      websocket: searchParams.has('ports') ? { ...tunnel, ...withPorts } : tunnel,
      spdy: { 'portforward.k8s.io': forward },
    };
  }

  #openWebSocket(request: IncomingMessage, socket: Duplex, offer: StreamProtocols['websocket']): void {
    const protocol = agree(request.headers['sec-websocket-protocol'], Object.keys(offer));
    const server = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: maximumMessage,
    });
    // ws insists that protocols are tokens, and one of Kubernetes' contains a slash: so the choice is answered here.
    delete request.headers['sec-websocket-protocol'];
    server.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
    server.handleUpgrade(request, socket, Buffer.alloc(0), (webSocket) => {
      this.#run(request, offer[protocol]?.(webSocket), () => webSocket.terminate());
    });
  }

  #openSpdy(request: IncomingMessage, socket: Duplex, offer: StreamProtocols['spdy']): void {
    const protocol = agree(request.headers['x-stream-protocol-version'], Object.keys(offer));
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n' +
        `X-Stream-Protocol-Version: ${protocol}\r\n\r\n`,
    );
    this.#run(request, offer[protocol]?.(socket), () => socket.destroy());
  }

  #run(request: IncomingMessage, serving: Promise<void> | undefined, end: () => void): void {
    serving?.catch((error) => {
      this.#context.log(`stream ${request.url?.split('?')[0]}: ${String(error)}`);
      end();
    });
  }
}

/** Bytes that arrived with the request's head go to the reader first. */
function pace(socket: Duplex, head: Buffer): Duplex {
  if (head.length > 0) socket.unshift(head);
  return new PacedConnection(socket);
}

/** Our first protocol that the client also offers. */
function agree(header: string | string[] | undefined, ours: readonly string[]): string {
  const offered = String(header ?? '')
    .split(',')
    .map((name) => name.trim());
  const protocol = ours.find((name) => offered.includes(name));
  if (protocol) return protocol;
  if (ours.length === 1 && ours[0] === tunnelProtocol) throw badRequest('you must specify at least 1 port');
  throw badRequest(`unable to upgrade: none of the offered protocols is served: ${ours.join(', ')}`);
}

/** A response without an upgrade: a Status, then the connection closes. */
function refuse(socket: Duplex, error: unknown): void {
  const status = toStatus(error);
  const body = Buffer.from(JSON.stringify(status));
  const head =
    `HTTP/1.1 ${status.code} ${STATUS_CODES[status.code] ?? 'Error'}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
  socket.end(Buffer.concat([Buffer.from(head), body]), () => socket.destroy());
}
