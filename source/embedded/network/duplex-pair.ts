import { type Duplex, duplexPair } from 'node:stream';

/**
 * Two ends of one in-memory byte stream that breaks like a socket: when one end is destroyed, the other reads the rest and is closed
 * after a clean end, or fails with `ECONNRESET` otherwise.
 */
export function connectedPair(): [Duplex, Duplex] {
  const [first, second] = duplexPair({ highWaterMark: 64 * 1024 });
  first.once('close', () => follow(first, second));
  second.once('close', () => follow(second, first));
  return [first, second];
}

function follow(gone: Duplex, left: Duplex): void {
  if (left.destroyed) return;
  if (!gone.writableFinished) left.destroy(left.listenerCount('error') > 0 ? connectionReset() : undefined);
  else if (left.readableEnded) left.destroy();
  else left.once('end', () => left.destroy());
}

function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}
