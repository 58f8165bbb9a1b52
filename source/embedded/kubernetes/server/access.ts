import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { StatusError } from '../objects/status-error.ts';

/** `127.0.0.1`, `localhost` or `[::1]`, with or without a port: any other host may be a rebound DNS name. */
function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host);
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Refuses other hosts (403), and requests without the session's token (401). */
export function createAccessCheck(token: string): (request: IncomingMessage) => void {
  const expected = digest(token);
  return (request) => {
    if (!isLoopbackHost(request.headers.host))
      throw new StatusError(403, 'Forbidden', 'this API answers on loopback names only');
    if (!timingSafeEqual(digest(presentedToken(request)), expected))
      throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  };
}

const websocketToken = 'base64url.bearer.authorization.k8s.io.';

/** The bearer token of a request; websocket clients that cannot set headers send it as a subprotocol. */
function presentedToken(request: IncomingMessage): string {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '');
  if (bearer) return bearer[1] as string;
  for (const offer of (request.headers['sec-websocket-protocol'] ?? '').split(',')) {
    const name = offer.trim();
    if (name.startsWith(websocketToken))
      return Buffer.from(name.slice(websocketToken.length), 'base64url').toString();
  }
  return '';
}
