import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { streamsCreated } from '../../../../source/embedded/kubernetes/streams/streams-created.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function opened() {
  const socket = new EventEmitter();
  // The function uses its events alone.
  const created = streamsCreated(socket as unknown as WebSocket);
  let isCreated = false;
  void created.then(() => {
    isCreated = true;
  });
  return { socket, created, isCreated: () => isCreated };
}

describe('the start of an exec', () => {
  it('is not so early that kubectl discards its output as of an “Unknown stream id 1”', async () => {
    const { isCreated } = opened();
    await vi.advanceTimersByTimeAsync(19);
    expect(isCreated()).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(isCreated()).toBe(true);
  });

  it('waits no longer than for the client’s first message', async () => {
    const { socket, isCreated } = opened();
    socket.emit('message', Buffer.from([0]));
    await vi.advanceTimersByTimeAsync(0);
    expect(isCreated()).toBe(true);
  });

  it('does not wait for a client that is gone', async () => {
    const { socket, created } = opened();
    socket.emit('close');
    await created;
    expect(vi.getTimerCount()).toBe(0);
    expect(socket.listenerCount('message')).toBe(0);
  });
});
