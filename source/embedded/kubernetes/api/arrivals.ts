import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { inLaterTurn } from '../../bounds/slices.ts';

/** Chunks of bodies that one connection hands on before the others have the event loop: some two milliseconds of work. */
export const chunksInTurn = 1000;

/** What the head of a request costs, in chunks. */
const chunksOfHead = 50;

/** Chunks of one body; a client that writes a body of 3 MiB line by line sends fewer. */
export const mostChunks = 16_384;

const ofRequest = new WeakMap<IncomingMessage, number>();
const ofTurn = new WeakMap<Socket, number>();

/** The chunks of this request's body that have arrived. */
export function chunksOf(request: IncomingMessage): number {
  return ofRequest.get(request) ?? 0;
}

/**
 * Counts what arrives with this request, and reads no more from its connection in this turn once that is much. A client may cut a body
 * into chunks of one byte: Node's parser hands over all that one read contains, and the system reads up to 32 times in a row.
 */
export function paceArrivals(request: IncomingMessage): void {
  const push = request.push.bind(request);
  count(request, chunksOfHead);
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    // What is left of a read whose connection was closed.
    if (request.destroyed) return false;
    if (chunk !== null) {
      ofRequest.set(request, chunksOf(request) + 1);
      count(request, 1);
    }
    return push(chunk, encoding);
  };
}

function count(request: IncomingMessage, chunks: number): void {
  const { socket } = request;
  const before = ofTurn.get(socket);
  const now = (before ?? 0) + chunks;
  ofTurn.set(socket, now);
  if (before === undefined)
    inLaterTurn(() => {
      const isPaused = (ofTurn.get(socket) ?? 0) >= chunksInTurn;
      ofTurn.delete(socket);
      // A body that nobody has read yet fills its buffer: whoever reads it starts its connection again.
      const isFull = request.readableLength >= request.readableHighWaterMark;
      if (isPaused && !socket.destroyed && (request.complete || !isFull)) socket.resume();
    });
  if (now >= chunksInTurn && now - chunks < chunksInTurn) socket.pause();
}
