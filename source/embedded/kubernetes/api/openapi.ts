import type { IncomingMessage, ServerResponse } from 'node:http';
import { noSuchPath, StatusError } from '../objects/status-error.ts';
import { swaggerJson, swaggerProtobuf } from '../openapi/version-2.ts';
import { openApiDocument, openApiIndex } from '../openapi/version-3.ts';
import { prefersGnostic } from './negotiate.ts';
import { sendBytes, sendJson } from './respond.ts';

/** A document with a hash in its URL never changes. */
const forOneYear = { 'Cache-Control': 'public, max-age=31536000' };
const askAgain = { 'Cache-Control': 'no-cache, private' };

/** `/openapi/v2` in JSON or protobuf, `/openapi/v3` and the documents that it names. */
export async function serveOpenApi(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (path === '/openapi/v2') {
    const isProtobuf = prefersGnostic(request.headers.accept);
    if (isProtobuf === undefined)
      throw new StatusError(406, 'NotAcceptable', 'the OpenAPI document is there in JSON and in protobuf');
    if (isProtobuf) {
      const type = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
      sendBytes(response, type, await swaggerProtobuf(), askAgain);
    } else sendBytes(response, 'application/json', Buffer.from(await swaggerJson()), askAgain);
    return;
  }
  if (path === '/openapi/v3') {
    sendJson(response, 200, await openApiIndex());
    return;
  }
  const document = await openApiDocument(path.slice('/openapi/v3/'.length));
  if (!path.startsWith('/openapi/v3/') || !document) throw noSuchPath();
  const isFixed = request.url?.includes(`hash=${document.hash}`) ?? false;
  sendBytes(response, 'application/json', Buffer.from(document.json), isFixed ? forOneYear : askAgain);
}
