import { PassThrough, Readable, type Writable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { writeText } from '../../streams.ts';

/** Compressed data that is none, or is cut. The message is gzip's. */
export class GzipError extends Error {}

/** The bytes, uncompressed where they are in gzip's format, or must be. Throws GzipError while they are read. */
export async function gunzipped(
  pieces: AsyncIterable<Buffer>,
  isRequired: boolean,
): Promise<AsyncIterable<Buffer>> {
  const iterator = pieces[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 2) {
    const { done, value } = await iterator.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const all = (async function* () {
    if (head.length > 0) yield head;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  })();
  const isZipped = head[0] === 0x1f && head[1] === 0x8b;
  if (!isZipped && !isRequired) return all;
  if (!isZipped) throw new GzipError(head.length === 0 ? 'unexpected end of file' : 'not in gzip format');
  return uncompressed(all);
}

async function* uncompressed(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unzip = createGunzip();
  const source = Readable.from(pieces, { objectMode: false });
  source.on('error', (error) => unzip.destroy(error));
  try {
    for await (const piece of source.pipe(unzip)) yield piece as Buffer;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'Z_BUF_ERROR') throw new GzipError('unexpected end of file');
    if (code.startsWith('Z_')) throw new GzipError('invalid compressed data--format violated');
    throw error;
  } finally {
    source.destroy();
  }
}

/** Compresses what is written into it, and passes it on. */
export function gzipInto(
  target: Writable,
  level: number,
  signal: AbortSignal,
): { readonly input: Writable; readonly done: Promise<void> } {
  const zip = createGzip({ level });
  const output = new PassThrough();
  zip.pipe(output);
  const done = (async () => {
    for await (const piece of output) await writeText(target, piece as Buffer, signal);
  })();
  return { input: zip, done };
}
