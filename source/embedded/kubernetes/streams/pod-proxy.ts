import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { describeError } from '../../../errors/lab-error.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { matchesLabels } from '../../../kubernetes-values/label-requirement.ts';
import type { ApiContext, ApiRequest } from '../api/context.ts';
import { sendJson, toStatus } from '../api/respond.ts';
import { isReady } from '../machinery/pod-state.ts';
import { badRequest, notFound, StatusError } from '../objects/status-error.ts';
import { portOwner } from './pod-target.ts';

// name = [ scheme ":" ] pod-or-service [ ":" port ]
function parseName(text: string): { name: string; port: string | undefined } {
  const parts = text.split(':');
  if (parts.length === 3) {
    if (parts[0] !== 'http' && parts[0] !== '')
      throw badRequest(`this proxy speaks http only, not \`${parts[0]?.slice(0, 20)}\``);
    parts.shift();
  }
  const [name = '', port] = parts;
  if (parts.length > 2 || name === '') throw badRequest(`invalid proxy target: \`${text.slice(0, 100)}\``);
  return { name, port: port || undefined };
}

/** A port by number, or by its name in a container; by default the first declared port. */
function podPort(pod: Stored<'pods'>, wanted: string | number | undefined): number {
  const declared = pod.spec.containers.flatMap(({ ports }) => ports ?? []);
  const byName = declared.find(({ name }) => name === wanted)?.containerPort;
  const port = wanted === undefined ? (declared[0]?.containerPort ?? 80) : (byName ?? Number(wanted));
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw badRequest(`no port \`${String(wanted).slice(0, 40)}\` in pod ${pod.metadata.name}`);
}

interface ProxyTarget {
  readonly pod: Stored<'pods'>;
  readonly port: number;
}

function findTarget({ store }: ApiContext, { target }: ApiRequest): ProxyTarget {
  const { resource, namespace = '' } = target;
  const { name, port } = parseName(target.name ?? '');
  if (resource.plural === 'pods') {
    const pod = store.get('pods', namespace, name);
    if (!pod) throw notFound(resource, name);
    return { pod, port: podPort(pod, port) };
  }
  const service = store.get('services', namespace, name);
  if (!service) throw notFound(resource, name);

  const { ports = [], selector: wanted } = service.spec;
  const listed =
    port === undefined ? ports[0] : ports.find((it) => it.name === port || String(it.port) === port);
  const selector = Object.keys(wanted ?? {}).length > 0 ? wanted : undefined;
  const ready = store
    .list('pods', namespace)
    .items.find((pod) => selector && matchesLabels(selector, pod.metadata.labels) && isReady(pod));
  if (!listed || !ready)
    throw new StatusError(503, 'ServiceUnavailable', `no endpoints available for service "${name}"`);
  return { pod: ready, port: podPort(ready, listed.targetPort ?? listed.port) };
}

/** Hop-by-hop headers (RFC 9110, section 7.6.1), and the token, which is only for this API. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function endToEnd(headers: IncomingHttpHeaders, also: readonly string[] = []): OutgoingHttpHeaders {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const dropped = new Set([...hopByHop, ...named, ...also]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}

/**
 * `…/pods/NAME:PORT/proxy/PATH`, and the same of services: the request as HTTP to the pod's port, and its answer back.
 * Reference:
 * https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls
 * Differs from Kubernetes: no `https:`; a service's first ready pod gets every request.
 */
export async function proxyToPod(context: ApiContext, api: ApiRequest): Promise<void> {
  const { request, response, target } = api;
  const { pod, port } = findTarget(context, api);
  const unreachable = (error: unknown) =>
    new StatusError(
      503,
      'ServiceUnavailable',
      `error trying to reach service: dial tcp ${pod.status?.podIP ?? pod.metadata.name}:${port}: ${describeError(error)}`,
    );
  const connection = await context.agent.dial(portOwner(pod, port), port).catch((error) => {
    throw unreachable(error);
  });
  const abort = () => connection.destroy();
  context.closing.addEventListener('abort', abort);
  connection.on('error', () => {});
  connection.once('close', () => context.closing.removeEventListener('abort', abort));
  response.once('close', abort);

  const rawQuery = (request.url ?? '').split('?').slice(1).join('?');
  const outgoing = httpRequest({
    method: request.method,
    path: `${target.rest || '/'}${rawQuery ? `?${rawQuery}` : ''}`,
    headers: {
      ...endToEnd(request.headers, ['authorization', 'host', 'content-length']),
      host: `${pod.status?.podIP ?? pod.metadata.name}:${port}`,
      connection: 'close',
      ...(request.headers['content-length'] ? { 'content-length': request.headers['content-length'] } : {}),
    },
    // Without an agent, the connection serves only this request.
    createConnection: () => connection as Socket,
  });
  outgoing.on('error', (error) => {
    if (!response.headersSent) {
      const status = toStatus(unreachable(error));
      sendJson(response, status.code, status);
    } else response.destroy();
    connection.destroy();
  });
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    pipeline(answer, response, () => connection.destroy());
  });
  pipeline(request, outgoing, () => {});
}
