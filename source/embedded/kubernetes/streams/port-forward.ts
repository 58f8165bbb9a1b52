import type { WebSocket } from 'ws';
import { describeError } from '../../../errors/lab-error.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { Connection } from '../../network/pod-network.ts';
import type { ApiContext } from '../api/context.ts';
import { badRequest } from '../objects/status-error.ts';
import { bytesOf, channelWriter, frame } from './channels.ts';
import { portOwner } from './pod-target.ts';
import { WriteBatcher } from './write-batcher.ts';

const maximumPorts = 16;

/** The ports that the query names, in order; anything but ports is a 400. */
export function readPorts(query: URLSearchParams): number[] {
  const ports = query.getAll('ports').flatMap((list) => list.split(',').map(Number));
  if (ports.length === 0) throw badRequest('you must specify at least 1 port');
  if (ports.length > maximumPorts) throw badRequest(`you may forward at most ${maximumPorts} ports at once`);
  if (ports.some((port) => !Number.isInteger(port) || port < 1 || port > 65535))
    throw badRequest('a port has to be between 1 and 65535');
  return ports;
}

/**
 * `…/pods/NAME/portforward` over a websocket with `ports` in the query: forwards each port over its pair of channels. When the last of
 * the pod's ends is done, the socket is closed. What kubectl uses, SPDY and the tunnel of it, is in `spdy/spdy-port-forward.ts`.
 * Reference: https://kubernetes.io/docs/tasks/access-application-cluster/port-forward-access-application-cluster/
 */
export async function servePortForward(
  context: ApiContext,
  pod: Stored<'pods'>,
  ports: readonly number[],
  socket: WebSocket,
): Promise<void> {
  socket.on('error', () => socket.terminate());
  const dials = ports.map((port) => context.agent.dial(portOwner(pod, port), port));
  const connections: (Connection | undefined)[] = ports.map(() => undefined);
  const early = ports.map(() => [] as Buffer[]);
  let paused = false;

  socket.on('close', () => {
    for (const connection of connections) connection?.destroy();
  });
  const inputs = ports.map((_, index) => new WriteBatcher((bytes) => send(index, bytes)));
  socket.on('message', (data) => {
    const message = bytesOf(data);
    const channel = message[0] ?? 255;
    if (channel % 2 !== 0 || message.length < 2) return;
    inputs[channel / 2]?.add(message.subarray(1));
  });

  const send = (index: number, payload: Buffer) => {
    const connection = connections[index];
    if (!connection) {
      // Not dialled yet: keep it, and take no more until it is.
      early[index]?.push(payload);
      socket.pause();
      paused = true;
    } else if (!connection.destroyed && !connection.writableEnded && !connection.write(payload)) {
      socket.pause();
      const resume = () => {
        connection.off('drain', resume).off('close', resume);
        socket.resume();
      };
      connection.on('drain', resume).on('close', resume);
    }
  };

  // The first message on each channel is the port, as a little-endian uint16.
  for (const [index, port] of ports.entries()) {
    const header = Buffer.from([port & 0xff, port >> 8]);
    for (const channel of [index * 2, index * 2 + 1]) socket.send(frame(channel, header), () => {});
  }
  await Promise.all(
    dials.map(async (dial, index) => {
      try {
        const connection = await dial;
        if (socket.readyState !== socket.OPEN) {
          connection.destroy();
          return;
        }
        connections[index] = connection;
        for (const payload of early[index] ?? []) connection.write(payload);
        if (paused) socket.resume();
        await relay(connection, channelWriter(socket, index * 2));
      } catch (error) {
        if (paused) socket.resume();
        const text = `error forwarding port ${ports[index]} to pod ${pod.metadata.name}: ${describeError(error)}`;
        // `send` fails only where the client has left: nobody is there to be told.
        socket.send(frame(index * 2 + 1, Buffer.from(text)), () => {});
      }
    }),
  );
  if (socket.readyState === socket.OPEN) socket.close(1000);
}

/** Resolves when the pod's end is done and all that it sent has been handed on. */
function relay(connection: Connection, channel: ReturnType<typeof channelWriter>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => resolve();
    channel.on('error', () => connection.destroy());
    channel.once('finish', done);
    connection.on('error', () => {});
    connection.once('close', () => {
      if (!channel.writableEnded) channel.end();
      if (channel.destroyed) done();
    });
    channel.once('close', done);
    connection.pipe(channel);
  });
}
