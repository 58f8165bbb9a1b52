import type { IncomingMessage } from 'node:http';

/** The most chunks in one body: a client that writes 3 MiB line by line sends fewer. */
export const mostChunks = 16_384;

const chunks = new WeakMap<IncomingMessage, number>();

/** Starts counting the chunks of this request's body. */
export function countChunks(request: IncomingMessage): void {
  const push = request.push.bind(request);
  let count = 0;
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    if (chunk !== null) chunks.set(request, ++count);
    return push(chunk, encoding);
  };
}

/** Whether the body arrived in too many chunks. */
export function hasTooManyChunks(request: IncomingMessage): boolean {
  return (chunks.get(request) ?? 0) > mostChunks;
}
