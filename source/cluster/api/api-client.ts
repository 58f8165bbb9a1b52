import type http from 'node:http';
import type https from 'node:https';
import type WebSocket from 'ws';
import { debugLog } from '../../debug/debug-log.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { ApiStatusError, ApiUnreachableError, statusFromResponse } from './api-errors.ts';
import { warningReader } from './warnings.ts';

const debug = debugLog.section('cluster');

/** A connection to one API server as one user, from one context of a kubeconfig. */
export interface ApiClient {
  /** `https://127.0.0.1:6443`, without a trailing slash. */
  readonly server: string;
  /** The namespace that the context names; `default` where it names none. */
  readonly namespace: string;
  /**
   * The whole response as JSON. `read-objects.ts` reads it as an object or a list.
   * @throws ApiStatusError: the server answered with a failure
   * @throws LabError `protocol`: the response is not JSON
   */
  json(request: ApiRequest): Promise<JsonValue>;
  /** The whole response as text. */
  text(request: ApiRequest): Promise<string>;
  /** A streaming response (logs -f, watch). The caller reads it to its end or destroys it. */
  stream(request: ApiRequest): Promise<http.IncomingMessage>;
  /** Opens a WebSocket (exec, port-forward), paused: the caller listens, then resumes it. */
  socket(path: string, query: Query, protocols: readonly string[], signal?: AbortSignal): Promise<WebSocket>;
  close(): void;
}

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Query;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a byte after which the request fails. */
  readonly timeoutMs?: number;
}

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface KubeconfigRef {
  readonly kubeconfig: string;
  readonly context: string;
  /** Milliseconds without a byte after which a request fails; 30 s by default. */
  readonly timeoutMs?: number;
  /** Called once for each distinct warning in the server's responses. */
  readonly onWarning?: (text: string) => void;
}

const maxAnswerBytes = 64 * 1024 * 1024;
const credentialsLifeMs = 30_000;

interface Credentials {
  readonly options: https.RequestOptions;
  readonly fetchedAt: number;
}

/** Reads the kubeconfig (client-node resolves certificates, tokens and exec plugins) and keeps connections open between requests. */
export async function connectApiClient(ref: KubeconfigRef): Promise<ApiClient> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const { loadKubeconfigs } = await import('./load-kubeconfig.ts');
  const config = new KubeConfig();
  try {
    loadKubeconfigs(config, [ref.kubeconfig]);
  } catch (error) {
    throw new LabError('cluster', `the kubeconfig \`${ref.kubeconfig}\` cannot be read`, {
      hint: 'start the cluster first',
      cause: error,
    });
  }
  const context = config.getContextObject(ref.context);
  if (context === null) {
    throw new LabError('cluster', `the kubeconfig has no context \`${ref.context}\``, {
      hint: `look at \`kubectl config get-contexts\``,
    });
  }
  config.setCurrentContext(ref.context);
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new LabError('cluster', `the context \`${ref.context}\` names no cluster`);
  const base = new URL(cluster.server);
  const secure = base.protocol === 'https:';
  // Loaded with the first connection, so that the screen appears first.
  const { default: protocol } = secure ? await import('node:https') : await import('node:http');
  const address = base.host;
  let credentials: Credentials | undefined;
  let agent: http.Agent | undefined;

  async function currentCredentials(): Promise<https.RequestOptions> {
    if (credentials === undefined || Date.now() - credentials.fetchedAt > credentialsLifeMs) {
      const options: https.RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      credentials = { options, fetchedAt: Date.now() };
    }
    const { options } = credentials;
    if (cluster?.proxyUrl === undefined) {
      agent ??= new protocol.Agent({ keepAlive: true, scheduling: 'lifo' });
      return { ...options, agent };
    }
    return options;
  }

  const basePath = base.pathname.replace(/\/+$/, '');
  const readWarnings = ref.onWarning === undefined ? undefined : warningReader(ref.onWarning);

  async function open(request: ApiRequest, timeoutMs: number): Promise<http.IncomingMessage> {
    request.signal?.throwIfAborted();
    const options = await currentCredentials();
    const body = request.body === undefined ? undefined : encodeBody(request.body);
    const headers: http.OutgoingHttpHeaders = {
      ...(options.headers as http.OutgoingHttpHeaders),
      accept: request.accept ?? 'application/json',
    };
    if (body !== undefined) {
      headers['content-type'] = request.contentType ?? 'application/json';
      headers['content-length'] = body.length;
    }
    return new Promise((resolve, reject) => {
      const outgoing = protocol.request({
        ...options,
        host: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port || (secure ? 443 : 80),
        path: `${basePath}${request.path}${queryString(request.query)}`,
        method: request.method ?? 'GET',
        headers,
        ...(request.signal ? { signal: request.signal } : {}),
      });
      if (timeoutMs > 0) {
        outgoing.setTimeout(timeoutMs, () =>
          outgoing.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)),
        );
      }
      outgoing.on('response', (response) => {
        debug('%s %s: %d', request.method ?? 'GET', request.path, response.statusCode);
        readWarnings?.(response);
        resolve(response);
      });
      outgoing.on('error', (error) =>
        debug('%s %s: %s', request.method ?? 'GET', request.path, error.message),
      );
      outgoing.on('error', (error) =>
        reject(request.signal?.aborted ? request.signal.reason : new ApiUnreachableError(address, error)),
      );
      outgoing.end(body);
    });
  }

  async function text(request: ApiRequest): Promise<string> {
    const response = await open(request, request.timeoutMs ?? ref.timeoutMs ?? 30_000);
    const body = await readBounded(response, maxAnswerBytes, request.signal, address);
    const code = response.statusCode ?? 0;
    if (code >= 400) throw new ApiStatusError(statusFromResponse(code, body));
    return body;
  }

  return {
    server: `${base.protocol}//${base.host}${basePath}`,
    namespace: context.namespace ?? 'default',
    text,
    async json(request) {
      const body = await text(request);
      try {
        const value: JsonValue = JSON.parse(body);
        return value;
      } catch (error) {
        throw new LabError('protocol', `the API server's answer to \`${request.path}\` is not JSON`, {
          cause: error,
        });
      }
    },
    async stream(request) {
      const response = await open(request, 0);
      const code = response.statusCode ?? 0;
      if (code >= 400) {
        const body = await readBounded(response, 1024 * 1024, request.signal, address);
        throw new ApiStatusError(statusFromResponse(code, body));
      }
      return response;
    },
    async socket(path, query, protocols, signal) {
      signal?.throwIfAborted();
      const { default: Socket } = await import('ws');
      const options = await currentCredentials();
      const url = `${secure ? 'wss' : 'ws'}://${base.host}${basePath}${path}${queryString(query)}`;
      // ws passes these to https.request; its type of `checkServerIdentity` differs from Node's.
      const socket = new Socket(url, [...protocols], {
        ...options,
        // A keep-alive agent cannot reuse an upgraded connection.
        agent: cluster.proxyUrl === undefined ? undefined : options.agent,
        handshakeTimeout: 20_000,
        perMessageDeflate: false,
        maxPayload: 16 * 1024 * 1024,
      } as unknown as WebSocket.ClientOptions);
      return opened(socket, address, signal);
    },
    close() {
      agent?.destroy();
    },
  };
}

function opened(socket: WebSocket, address: string, signal: AbortSignal | undefined): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      socket.terminate();
      reject(signal?.reason);
    };
    const fail = (error: unknown): void => {
      signal?.removeEventListener('abort', abort);
      reject(error);
    };
    signal?.addEventListener('abort', abort, { once: true });
    // Without a listener of its own, an error after the handshake would end the process.
    socket.on('error', (error) => fail(new ApiUnreachableError(address, error)));
    socket.on('unexpected-response', (_request, response) => {
      readBounded(response, 1024 * 1024, signal, address)
        .then((body) => fail(new ApiStatusError(statusFromResponse(response.statusCode ?? 0, body))), fail)
        .finally(() => socket.terminate());
    });
    socket.on('open', () => {
      signal?.removeEventListener('abort', abort);
      // Frames that arrived with the handshake wait until the caller listens.
      socket.pause();
      resolve(socket);
    });
  });
}

async function readBounded(
  response: http.IncomingMessage,
  limit: number,
  signal: AbortSignal | undefined,
  address: string,
): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit)
        throw new LabError('protocol', `a response of the API server is longer than ${limit} bytes`);
      parts.push(chunk);
    }
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof LabError) throw error;
    throw new ApiUnreachableError(address, error);
  }
  return Buffer.concat(parts).toString('utf8');
}

function encodeBody(body: unknown): Buffer {
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function queryString(query: Query | undefined): string {
  if (query === undefined) return '';
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const one of value) parameters.append(name, one);
    else parameters.append(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
