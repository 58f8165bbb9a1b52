/** A small API server for tests: plain HTTP, routes given by the test, and a kubeconfig that leads to it. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

type Handler = (request: FakeRequest, response: ServerResponse) => unknown;

export interface FakeApi {
  readonly kubeconfig: string;
  readonly directory: string;
  readonly requests: FakeRequest[];
  /** Responds to a path with an object as JSON, or lets a function respond. */
  on(path: string, answer: Handler | object): void;
  /** Serves WebSockets on a path. */
  onSocket(path: string, serve: (socket: WebSocket, query: URLSearchParams) => void): void;
  close(): Promise<void>;
}

export async function startFakeApi(): Promise<FakeApi> {
  const routes = new Map<string, Handler | object>();
  const sockets = new Map<string, (socket: WebSocket, query: URLSearchParams) => void>();
  const requests: FakeRequest[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://fake');
      let body = '';
      for await (const chunk of request) body += chunk;
      const seen = {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        body,
        headers: request.headers,
      };
      requests.push(seen);
      const answer = routes.get(`${seen.method} ${url.pathname}`) ?? routes.get(url.pathname);
      if (typeof answer === 'function') await (answer as Handler)(seen, response);
      else if (answer !== undefined) sendJson(response, 200, answer);
      else sendJson(response, 404, failure(404, 'NotFound', `no ${url.pathname}`));
    })();
  });
  const webSockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) =>
      [...offered].find((name) => /^v[45]\.channel\.k8s\.io$/.test(name)) ?? false,
  });
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const serve = sockets.get(url.pathname);
    if (serve === undefined) {
      const text = JSON.stringify(failure(404, 'NotFound', 'pods "missing" not found'));
      socket.end(
        `HTTP/1.1 404 Not Found\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n${text}`,
      );
      return;
    }
    webSockets.handleUpgrade(request, socket, head, (one) => serve(one, url.searchParams));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const directory = await mkdtemp(join(tmpdir(), 'kafka-lab-fake-api-'));
  const kubeconfig = join(directory, 'kubeconfig');
  const { port } = server.address() as AddressInfo;
  await writeFile(kubeconfig, kubeconfigText(`http://127.0.0.1:${port}`));
  return {
    kubeconfig,
    directory,
    requests,
    on: (path, answer) => routes.set(path, answer),
    onSocket: (path, serve) => sockets.set(path, serve),
    async close() {
      for (const socket of webSockets.clients) socket.terminate();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export function kubeconfigText(server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'fake', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'fake', user: { token: 'secret' } }],
    contexts: [
      { name: 'fake', context: { cluster: 'fake', user: 'fake' } },
      { name: 'other', context: { cluster: 'fake', user: 'fake', namespace: 'elsewhere' } },
    ],
    'current-context': 'fake',
  });
}

export function sendJson(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export function failure(code: number, reason: string, message: string): object {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message };
}

export function list(kind: string, items: readonly object[], resourceVersion = '1'): object {
  return { kind: `${kind}List`, apiVersion: 'v1', metadata: { resourceVersion }, items };
}

/** A pod as the API returns it, running and ready. */
export function pod(name: string, change: Record<string, unknown> = {}): object {
  return {
    metadata: {
      name,
      namespace: 'default',
      uid: `uid-${name}`,
      resourceVersion: '1',
      labels: { app: 'demo' },
    },
    spec: { nodeName: 'worker', containers: [{ name: 'main', image: 'demo' }] },
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'main', ready: true, restartCount: 0, state: { running: {} } }],
    },
    ...change,
  };
}

/** Resolves once `condition` holds. */
export async function until(condition: () => boolean, withinMs = 5000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error('the condition did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
