import type { WebSocket } from 'ws';

/** How long a command waits for a client that sends nothing, in ms. */
const patience = 20;

/**
 * Resolves when the client has most likely created its streams: with its first message, after 20 ms, or when it is gone.
 * Older kubectl reads from the socket before it creates them, and discards what is too early ("Unknown stream id 1"). A container
 * runtime is never that fast; a program of the embedded cluster is. Its start waits, and not its output, whose order would be lost.
 * Source: https://github.com/kubernetes/kubernetes/pull/131203
 */
export function streamsCreated(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      socket.off('message', settle).off('close', settle);
      resolve();
    };
    const timer = setTimeout(settle, patience);
    socket.on('message', settle).on('close', settle);
  });
}
