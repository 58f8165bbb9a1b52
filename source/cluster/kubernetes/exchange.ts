import type { Duplex } from 'node:stream';
import { LabError } from '../../errors/lab-error.ts';

const largestResponse = 1024 * 1024;

/** Sends a request to a broker and receives one response, without its length, of at most `largest` bytes. */
export function exchange(
  stream: Duplex,
  request: Buffer,
  signal: AbortSignal,
  largest = largestResponse,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let announced: number | undefined;
    const settle = (outcome: () => void): void => {
      stream.off('data', onData);
      stream.off('error', onError);
      stream.off('close', onClose);
      signal.removeEventListener('abort', onAbort);
      outcome();
    };
    const onError = (error: Error): void => settle(() => reject(error));
    const onClose = (): void => onError(new LabError('cluster', 'the broker closed the connection'));
    const onAbort = (): void => onError(signal.reason as Error);
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size < 4) return;
      if (announced === undefined) {
        const first = Buffer.concat(chunks);
        chunks.splice(0, chunks.length, first);
        announced = first.readInt32BE();
        if (announced < 0 || announced > largest) {
          onError(new LabError('protocol', `a broker announced a response of ${announced} bytes`));
          return;
        }
      }
      const end = announced + 4;
      if (size >= end) settle(() => resolve(Buffer.concat(chunks).subarray(4, end)));
    };
    stream.on('data', onData);
    stream.once('error', onError);
    stream.once('close', onClose);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    else if (stream.destroyed) onClose();
    else stream.write(request);
  });
}
