import type { Duplex } from 'node:stream';
import { LabError } from '../../errors/lab-error.ts';

const largestResponse = 1024 * 1024;

/** Sends a request to a broker and receives one response, without its length. */
export function exchange(stream: Duplex, request: Buffer, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
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
      const all = Buffer.concat(chunks);
      const length = all.readInt32BE();
      if (length < 0 || length > largestResponse)
        onError(new LabError('protocol', `a broker announced a response of ${length} bytes`));
      else if (size >= length + 4) settle(() => resolve(all.subarray(4, length + 4)));
      else chunks.splice(0, chunks.length, all);
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
