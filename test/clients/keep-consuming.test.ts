import { EventEmitter, once } from 'node:events';
import type { Consumer } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepConsuming, untilStopped } from '../../source/clients/keep-consuming.ts';

let lines: string[];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(() => vi.restoreAllMocks());

const options = { topic: 'test', pause: 1 };

describe('keepConsuming', () => {
  it('restarts when the consumer has stopped, for example if a broker came back that knew no other yet', async () => {
    const end = new AbortController();
    let attempts = 0;
    await keepConsuming(
      async () => {
        attempts += 1;
        if (attempts === 2) throw new Error('no broker yet');
        if (attempts === 4) end.abort();
      },
      end.signal,
      options,
    );
    expect(attempts).toBe(4);
    expect(lines.join('')).toMatch(/test: the consumer stopped and is restarting\n.*no broker yet/);
  });

  it('rejects with the error of a consumer that never ran', async () => {
    const wrong = keepConsuming(
      () => Promise.reject(new Error('getaddrinfo ENOTFOUND kafka-9')),
      new AbortController().signal,
      options,
    );
    await expect(wrong).rejects.toThrow('getaddrinfo ENOTFOUND kafka-9');
  });

  it('returns without another attempt once it is stopped', async () => {
    const end = new AbortController();
    let attempts = 0;
    const consume = async (): Promise<void> => {
      attempts += 1;
      const aborted = once(end.signal, 'abort');
      end.abort();
      await aborted;
    };
    await keepConsuming(consume, end.signal, options);
    expect(attempts).toBe(1);
    expect(lines).toEqual([]);
  });
});

describe('untilStopped', () => {
  it('waits while kafkajs restarts the consumer by itself', async () => {
    const events = new EventEmitter();
    const consumer = { on: events.on.bind(events), events: { CRASH: 'crash' } } as unknown as Consumer;
    let hasStopped = false;
    const stopped = untilStopped(consumer).then(() => {
      hasStopped = true;
    });
    events.emit('crash', { payload: { restart: true } });
    await Promise.resolve();
    expect(hasStopped).toBe(false);
    events.emit('crash', { payload: { restart: false } });
    await stopped;
    expect(hasStopped).toBe(true);
  });
});
