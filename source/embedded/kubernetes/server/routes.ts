import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiContext, ApiRequest } from '../api/context.ts';
import { deleteCollection, deleteObject } from '../api/delete.ts';
import {
  aggregatedDiscovery,
  coreVersions,
  group,
  groupList,
  resourceList,
  version,
} from '../api/discovery.ts';
import { evict } from '../api/eviction.ts';
import { metricsText, metricsType } from '../api/metrics.ts';
import { negotiateDiscovery } from '../api/negotiate.ts';
import { serveOpenApi } from '../api/openapi.ts';
import { patchObject } from '../api/patch.ts';
import { queryFlag } from '../api/query-flag.ts';
import { getObject, listObjects } from '../api/read.ts';
import { parseResourcePath, requestUrl } from '../api/request-path.ts';
import { sendBytes, sendIndentedJson, sendJson, sendText } from '../api/respond.ts';
import { answerReview, isReview } from '../api/reviews.ts';
import { serveScale } from '../api/scale.ts';
import { watchObjects } from '../api/watch.ts';
import { createObject, replaceObject } from '../api/write.ts';
import { badRequest, methodNotAllowed, noSpace, noSuchPath } from '../objects/status-error.ts';
import { streamLogs } from '../streams/logs.ts';
import { proxyToPod } from '../streams/pod-proxy.ts';

/** Handles an authenticated request. Errors become a Status. */
export async function route(
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = requestUrl(request);
  const target = parseResourcePath(url.pathname);
  if (!target) {
    await serveDocument(context, request, response, url);
    return;
  }
  const api: ApiRequest = { target, query: url.searchParams, request, response };
  refuseWhatCannotBeKept(context, api);
  if (target.subresource !== undefined) await serveSubresource(context, api);
  else await serveResource(context, api);
}

/** Acknowledged changes must outlive the cluster: while the disk is full no change is accepted, except deletions. */
function refuseWhatCannotBeKept({ cannotKeep }: ApiContext, { target, request }: ApiRequest): void {
  const { subresource, resource } = target;
  const isWrite = request.method === 'PUT' || request.method === 'PATCH' || request.method === 'POST';
  if (!isWrite || isReview(resource.plural)) return;
  if (subresource !== undefined && subresource !== 'status' && subresource !== 'scale') return;
  const why = cannotKeep?.();
  if (why !== undefined) throw noSpace(why);
}

/** The verb of a method for one object, as discovery lists it. */
const verbOf: Readonly<Record<string, string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

async function serveResource(context: ApiContext, api: ApiRequest): Promise<void> {
  const { target, query, request } = api;
  const { resource, name } = target;
  if (isReview(resource.plural)) return answerReview(context, api);
  const verb = verbOf[request.method ?? ''];
  if (verb !== undefined && !resource.verbs.includes(verb)) throw methodNotAllowed();
  switch (request.method) {
    case 'GET':
      if (queryFlag(query, 'watch')) return watchObjects(context, api);
      return name === undefined ? listObjects(context, api) : getObject(context, api);
    case 'POST':
      return createObject(context, api);
    case 'PUT':
      if (name === undefined) throw methodNotAllowed();
      return replaceObject(context, api);
    case 'PATCH':
      if (name === undefined) throw methodNotAllowed();
      return patchObject(context, api);
    case 'DELETE':
      if (name !== undefined) return deleteObject(context, api);
      if (!resource.verbs.includes('deletecollection')) throw methodNotAllowed();
      return deleteCollection(context, api);
    default:
      throw methodNotAllowed();
  }
}

async function serveSubresource(context: ApiContext, api: ApiRequest): Promise<void> {
  const { target, request } = api;
  const { method } = request;
  const known = target.resource.subresources.some(({ name }) => name === target.subresource);
  if (!known) throw noSuchPath();
  switch (target.subresource) {
    case 'status':
    case 'finalize':
      if (method === 'GET') return getObject(context, api);
      if (method === 'PUT') return replaceObject(context, api);
      if (method === 'PATCH') return patchObject(context, api);
      throw methodNotAllowed();
    case 'scale':
      if (method === 'GET' || method === 'PUT' || method === 'PATCH') return serveScale(context, api);
      throw methodNotAllowed();
    case 'log':
      if (method !== 'GET') throw methodNotAllowed();
      return streamLogs(context, api);
    case 'eviction':
      if (method !== 'POST') throw methodNotAllowed();
      return evict(context, api);
    case 'proxy':
      return proxyToPod(context, api);
    default:
      throw badRequest('Upgrade request required');
  }
}

/** Requests about the API itself: discovery, OpenAPI, version, health and metrics. */
async function serveDocument(
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (request.method !== 'GET') throw isHealth(url.pathname) ? methodNotAllowed() : noSuchPath();
  const path = url.pathname.replace(/(?<!\/)\/+$/, '');
  if (isHealth(path)) {
    const [, name = ''] = path.split('/', 2);
    sendText(response, 200, url.searchParams.has('verbose') ? `[+]ping ok\n${name} check passed\n` : 'ok');
    return;
  }
  if (path === '/metrics') {
    sendBytes(response, metricsType, Buffer.from(metricsText(context.store)), {});
    return;
  }
  if (path === '/api' || path === '/apis') {
    const root = path === '/api' ? 'api' : 'apis';
    const aggregated = negotiateDiscovery(request.headers.accept);
    if (aggregated) {
      const type = `application/json;g=apidiscovery.k8s.io;v=${aggregated};as=APIGroupDiscoveryList`;
      sendJson(response, 200, aggregatedDiscovery(root, aggregated), type);
      return;
    }
  }
  if (path.startsWith('/openapi/')) {
    await serveOpenApi(path, request, response);
    return;
  }
  const document = findDocument(path, request);
  if (!document) throw noSuchPath();
  if (path === '' || path === '/version') sendIndentedJson(response, document);
  else sendJson(response, 200, document);
}

function isHealth(path: string): boolean {
  return /^\/(healthz|livez|readyz)(\/[a-z-]+)?$/.test(path);
}

function findDocument(path: string, request: IncomingMessage): object | undefined {
  switch (path) {
    case '':
      return {
        paths: [
          '/api',
          '/api/v1',
          '/apis',
          '/healthz',
          '/livez',
          '/metrics',
          '/openapi/v2',
          '/openapi/v3',
          '/readyz',
          '/version',
        ],
      };
    case '/version':
      return version;
    case '/api':
      return coreVersions(request.headers.host ?? '');
    case '/api/v1':
      return resourceList('v1');
    case '/apis':
      return groupList();
  }
  const [, root, name = '', versionName, more] = path.split('/');
  if (root !== 'apis' || more !== undefined) return undefined;
  return versionName === undefined ? group(name) : resourceList(`${name}/${versionName}`);
}
