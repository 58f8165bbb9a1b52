import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import type { ApiClient } from '../../../source/cluster/api/api-client.ts';
import { followContainer } from '../../../source/cluster/kubernetes/follow-container.ts';
import { LogPosition } from '../../../source/cluster/kubernetes/log-positions.ts';
import { LoopTurns } from '../../../source/time/loop-turns.ts';

/** Of a pod that runs, whose log is these bytes. */
function apiWith(log: string): ApiClient {
  return {
    server: 'http://fake',
    namespace: 'default',
    json: () => Promise.resolve({ metadata: { name: 'web' }, status: {} }),
    text: () => Promise.reject(new Error('not asked for')),
    stream() {
      const response = new IncomingMessage(new Socket());
      response.push(log);
      response.push(null);
      return Promise.resolve(response);
    },
    socket: () => Promise.reject(new Error('not asked for')),
    close() {},
  };
}

it('reads what has piled up in the log in many turns of the event loop: a key waits for some hundred lines at most', async () => {
  const count = 20_000;
  const log = Array.from({ length: count }, (_, line) => `2026-11-22T10:00:01.000000000Z line ${line}\n`);
  // Each line takes 0.02 ms, a slice 4 ms: 200 lines, and what was begun by then.
  let [lines, time, linesBefore, mostInATurn] = [0, 0, 0, 0];
  const turns = new LoopTurns({
    now: () => time,
    nextTurn: (run) =>
      void setImmediate(() => {
        mostInATurn = Math.max(mostInATurn, lines - linesBefore);
        linesBefore = lines;
        run();
      }),
  });
  const receiver = {
    onLine() {
      lines += 1;
      time += 0.02;
    },
    onUnexpected(error: unknown) {
      throw error;
    },
  };
  const container = { pod: 'web', container: 'main', position: new LogPosition(true), isOver: () => true };
  const { signal } = new AbortController();
  await followContainer(apiWith(log.join('')), 'default', container, receiver, signal, turns);
  expect(lines).toBe(count);
  expect(mostInATurn).toBeGreaterThan(100);
  expect(mostInATurn).toBeLessThanOrEqual(400);
});

it('counts no line as read that came after the follower had stopped: the next one gets it', async () => {
  const log = Array.from({ length: 300 }, (_, line) => `2026-11-22T10:00:01.000000000Z line ${line}\n`);
  const container = { pod: 'web', container: 'main', position: new LogPosition(true), isOver: () => true };
  const lines: string[] = [];
  for (const most of [100, 250, 300]) {
    const stop = new AbortController();
    const receiver = {
      onLine({ text }: { readonly text: string }) {
        lines.push(text);
        if (lines.length === most) stop.abort();
      },
      onUnexpected(error: unknown) {
        throw error;
      },
    };
    await followContainer(apiWith(log.join('')), 'default', container, receiver, stop.signal);
  }
  expect(lines).toEqual(log.map((_, line) => `line ${line}`));
});
