import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { channelWriter } from '../../../../source/embedded/kubernetes/streams/channels.ts';
import { streamsCreated } from '../../../../source/embedded/kubernetes/streams/streams-created.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

class FakeSocket extends EventEmitter {
  readonly sent: Buffer[] = [];
  send(message: Buffer, done: () => void): void {
    this.sent.push(message);
    done();
  }
}

function opened() {
  const socket = new FakeSocket();
  // The functions use its events and `send` alone.
  const webSocket = socket as unknown as WebSocket;
  return { socket, ready: streamsCreated(webSocket), webSocket };
}

describe('the first output of an exec', () => {
  it('is not discarded as “Unknown stream id 1” by a kubectl that is still creating its streams', async () => {
    const { socket, ready, webSocket } = opened();
    const output = channelWriter(webSocket, 1, ready);
    output.write('Dynamic configs for topic nope are:\n');
    await vi.advanceTimersByTimeAsync(29);
    expect(socket.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(socket.sent.map(String)).toEqual(['\u0001Dynamic configs for topic nope are:\n']);
  });

  it('waits no longer than for the client’s first message', async () => {
    const { socket, ready, webSocket } = opened();
    channelWriter(webSocket, 1, ready).write('sh-4.4$ ');
    socket.emit('message', Buffer.from([0]));
    await vi.advanceTimersByTimeAsync(0);
    expect(socket.sent.map(String)).toEqual(['\u0001sh-4.4$ ']);
  });

  it('does not keep the exec of a client that is gone', async () => {
    const { socket, ready } = opened();
    socket.emit('close');
    await ready;
    expect(vi.getTimerCount()).toBe(0);
    expect(socket.listenerCount('message')).toBe(0);
  });
});
