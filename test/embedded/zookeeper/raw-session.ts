import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { JuteReader, JuteWriter } from '../../../source/embedded/zookeeper/protocol/bytes.ts';
import { FrameSplitter } from '../../../source/embedded/zookeeper/protocol/frames.ts';
import { writeConnectRequest } from '../../../source/embedded/zookeeper/protocol/messages.ts';
import { until } from './server-under-test.ts';

/** A client that sends and receives raw frames. */
export async function rawSession(
  open: () => Promise<Duplex>,
  request: Partial<Parameters<typeof writeConnectRequest>[1]> = {},
) {
  const stream = await open();
  const frames: Buffer[] = [];
  const splitter = new FrameSplitter();
  let ended = false;
  stream.on('data', (piece: Buffer) => frames.push(...splitter.push(piece)));
  stream.on('close', () => {
    ended = true;
  });
  stream.on('error', () => undefined);
  const next = async () => {
    await until(() => frames.length > 0, 'a frame');
    return new JuteReader(frames.shift()!);
  };
  const first = new JuteWriter();
  const defaults = { protocolVersion: 0, lastZxidSeen: 0n, timeoutMs: 6000, sessionId: 0n, readOnly: false };
  writeConnectRequest(first, { ...defaults, password: Buffer.alloc(16), ...request });
  stream.write(first.frame());
  const send = (xid: number, type: number, body = new JuteWriter()) =>
    stream.write(new JuteWriter().i32(xid).i32(type).raw(body.bytes()).frame());
  return { stream, next, send, frames, isEnded: () => ended };
}

/** A connection to a server that listens on this machine. */
export async function openSocket(port: number): Promise<Duplex> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}
