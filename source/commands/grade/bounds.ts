/** More are not read from one path. */
export const mostFiles = 20_000;
/** So many folders may be in one another. */
export const deepestFolder = 12;
/** A session never becomes this long; reading such a journal would take minutes. */
export const largestJournal = 1024 ** 3;
/** A zip, with what is in the zips within it, unpacks to no more. */
export const largestUnpacked = 4 * 1024 ** 3;
/** A zip within a zip, as course systems hand them out; it is held in memory. */
export const largestInnerZip = 64 * 1024 ** 2;

/** The bytes of a journal, up to what is left; more than that is an error. */
export async function* bounded(
  chunks: AsyncIterable<Buffer>,
  left: { bytes: number },
): AsyncGenerator<Buffer> {
  let own = largestJournal;
  for await (const chunk of chunks) {
    own -= chunk.length;
    left.bytes -= chunk.length;
    if (own < 0) throw new TooLargeError(`it is larger than ${largestJournal / 1024 ** 2} MB`);
    if (left.bytes < 0)
      throw new TooLargeError(`the zip unpacks to more than ${largestUnpacked / 1024 ** 3} GB`);
    yield chunk;
  }
}

/** More bytes than are read. */
export class TooLargeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TooLargeError';
  }
}
