import { Writable } from 'node:stream';
import type { WebSocket } from 'ws';

// A message of the channel.k8s.io protocols: one byte for the channel, then its data.
// exec channels: 0 stdin, 1 stdout, 2 stderr, 3 error, 4 resize; v5 adds 255 and a channel: that channel's writer is done.
// port-forward channels: for the i-th port, 2i is its data and 2i+1 its errors.

export const closeChannel = 255;

/** The most data in one message: longer data is split. */
const maximumChunk = 32 * 1024;

export function frame(channel: number, data: Uint8Array): Buffer {
  const message = Buffer.allocUnsafe(data.length + 1);
  message[0] = channel;
  message.set(data, 1);
  return message;
}

/** A stream into one channel. A write completes when the socket accepted it, so that a slow reader slows the writer. */
export function channelWriter(socket: WebSocket, channel: number): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, callback) {
      sendChunks(socket, channel, chunk).then(() => callback(), callback);
    },
  });
}

async function sendChunks(socket: WebSocket, channel: number, data: Buffer): Promise<void> {
  for (let at = 0; at < data.length; at += maximumChunk)
    await sendMessage(socket, frame(channel, data.subarray(at, at + maximumChunk)));
}

/** Resolves when the message is handed to the network; rejects when the socket is closed. */
export function sendMessage(socket: WebSocket, message: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(message, (error) => (error ? reject(error) : resolve()));
  });
}

/** A message's bytes, in any of ws's forms. */
export function bytesOf(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
