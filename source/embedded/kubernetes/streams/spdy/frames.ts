// SPDY/3.1 (draft-mbelshe-httpbis-spdy-00), as far as Kubernetes streams use it. All numbers are big-endian.
//   data    = 0 stream-id:31 flags:8 length:24 bytes
//   control = 1 version:15 type:16 flags:8 length:24 payload
//   SYN_STREAM (1) = stream-id:32 associated:32 priority:3 unused:5 slot:8 header-block
//   SYN_REPLY  (2) = stream-id:32 header-block
//   RST_STREAM (3) = stream-id:32 status:32
//   PING       (6) = id:32
//   GOAWAY     (7) = last-stream-id:32 status:32

/** The largest frame; Kubernetes clients write 32 KiB at a time, tunnels somewhat more. */
const maximumLength = 1024 * 1024;
const headerSize = 8;

export const frameType = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const;
export const flagFin = 1;

export type Frame =
  | { readonly kind: 'data'; readonly stream: number; readonly fin: boolean; readonly payload: Buffer }
  | { readonly kind: 'control'; readonly type: number; readonly flags: number; readonly payload: Buffer };

/** Bytes that violate SPDY/3.1. */
export class SpdyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SpdyError';
  }
}

/** Splits a byte stream into frames; holds at most one frame. Throws SpdyError. */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let held: Buffer[] = [];
  let size = 0;
  let needed = headerSize;
  for await (const chunk of source) {
    held.push(chunk);
    size += chunk.length;
    if (size < needed) continue;
    let bytes = held.length === 1 ? chunk : Buffer.concat(held, size);
    for (;;) {
      needed = bytes.length < headerSize ? headerSize : headerSize + lengthOf(bytes);
      if (bytes.length < needed) break;
      yield parse(bytes.subarray(0, needed));
      bytes = bytes.subarray(needed);
    }
    held = [bytes];
    size = bytes.length;
  }
}

function lengthOf(bytes: Buffer): number {
  const length = bytes.readUIntBE(5, 3);
  if (length > maximumLength) throw new SpdyError(`a frame of \`${length}\` bytes is too long`);
  return length;
}

function parse(bytes: Buffer): Frame {
  const word = bytes.readUInt32BE(0);
  const flags = bytes.readUInt8(4);
  const payload = bytes.subarray(headerSize);
  if (word < 0x8000_0000) return { kind: 'data', stream: word, fin: (flags & flagFin) !== 0, payload };
  const version = (word >>> 16) & 0x7fff;
  if (version !== 3) throw new SpdyError(`version \`${version}\` is not SPDY/3`);
  return { kind: 'control', type: word & 0xffff, flags, payload };
}

export function dataFrame(stream: number, payload: Uint8Array, fin: boolean): Buffer {
  const head = Buffer.alloc(headerSize);
  head.writeUInt32BE(stream);
  head.writeUInt8(fin ? flagFin : 0, 4);
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}

export function controlFrame(type: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(headerSize);
  head.writeUInt16BE(0x8003);
  head.writeUInt16BE(type, 2);
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}
