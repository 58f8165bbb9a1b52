import type { IncomingMessage } from 'node:http';
import { findResource, findServed, type Resource } from '../objects/resources.ts';
import { badRequest } from '../objects/status-error.ts';

/** The request's path and query; 400 for a malformed URL. */
export function requestUrl(request: IncomingMessage): URL {
  // Leading slashes would be parsed as a host.
  const text = (request.url ?? '/').replace(/^\/+/, '/');
  if (text.startsWith('/') && URL.canParse(text, 'https://localhost'))
    return new URL(text, 'https://localhost');
  throw badRequest('the request has no usable URL');
}

/** What a path under `/api/v1` or `/apis/GROUP/VERSION` refers to. */
export interface ResourcePath {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** What follows the subresource, with its leading slash: the path of a proxy request. */
  readonly rest: string;
}

// path = ( "/api/v1" | "/apis/" group "/" version ) [ "/namespaces/" namespace ] "/" plural [ "/" name [ "/" subresource [ rest ] ] ]

/** Undefined: no resource of this API. `path` has no query; its segments are percent-decoded here. */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const raw = path.split('/').slice(1);
  if (raw.length > 64 && !path.includes('/proxy/')) return undefined;
  const segments: string[] = [];
  for (const segment of raw.slice(0, 10)) {
    const decoded = decodeSegment(segment);
    if (decoded === undefined) return undefined;
    segments.push(decoded);
  }
  let at: number;
  let group: string;
  let version: string | undefined;
  if (segments[0] === 'api') {
    [group, version, at] = ['', segments[1], 2];
  } else if (segments[0] === 'apis' && segments[1]) {
    [group, version, at] = [segments[1], segments[2], 3];
  } else return undefined;

  let namespace: string | undefined;
  if (segments[at] === 'namespaces' && segments[at + 1] && isNamespacedPlural(segments[at + 2])) {
    namespace = segments[at + 1];
    at += 2;
  }
  const resource = findServed(group, version ?? '', segments[at] ?? '');
  if (!resource) return undefined;
  if (namespace !== undefined && !resource.namespaced) return undefined;
  // A trailing slash refers to the collection.
  const name = segments[at + 1] || undefined;
  const subresource = segments[at + 2] || undefined;
  if (subresource !== undefined && name === undefined) return undefined;
  const beyond = raw.slice(at + 3);
  if (beyond.length > 0 && subresource !== 'proxy') return undefined;
  if (name !== undefined && resource.namespaced && namespace === undefined) return undefined;
  return { resource, namespace, name, subresource, rest: beyond.length > 0 ? `/${beyond.join('/')}` : '' };
}

/** `namespaces/x/status` is the namespace's own; `namespaces/x/pods` is inside it. */
function isNamespacedPlural(segment: string | undefined): boolean {
  return segment !== undefined && findResource(segment)?.namespaced === true;
}

function decodeSegment(segment: string): string | undefined {
  try {
    const decoded = decodeURIComponent(segment);
    return decoded.includes('/') || decoded.includes('\0') || decoded === '..' || decoded === '.'
      ? undefined
      : decoded;
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return undefined;
  }
}
