import { expect, it } from 'vitest';
import { withTimeLimit } from '../../source/time/time-limit.ts';
import { FakeClock } from './fake-clock.ts';

const live = (): AbortSignal => new AbortController().signal;

it('abandons work that hangs and ignores its signal, with an error that names it', async () => {
  const clock = new FakeClock();
  const hung = withTimeLimit(clock, 3_000, live(), 'listing topics', () => new Promise(() => {}));
  await expect(hung).rejects.toMatchObject({
    code: 'cluster',
    message: 'listing topics: no answer within 3 s',
  });
});

it('aborts the signal of the work when the time is up', async () => {
  const clock = new FakeClock();
  let own: AbortSignal | undefined;
  const work = (signal: AbortSignal): Promise<never> => {
    own = signal;
    return new Promise(() => {});
  };
  await expect(withTimeLimit(clock, 10, live(), 'x', work)).rejects.toThrow();
  expect(own?.aborted).toBe(true);
});

it('returns the result of the work, and leaves no timer', async () => {
  const clock = new FakeClock();
  await expect(withTimeLimit(clock, 10, live(), 'x', async () => 7)).resolves.toBe(7);
  const error = new TypeError('defect');
  await expect(withTimeLimit(clock, 10, live(), 'x', () => Promise.reject(error))).rejects.toBe(error);
  expect(clock.pending).toBe(0);
});

it('rejects with the reason of the given signal', async () => {
  const clock = new FakeClock();
  const reason = new Error('cancelled');
  const controller = new AbortController();
  const waiting = withTimeLimit(clock, 10, controller.signal, 'x', () => new Promise(() => {}));
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(withTimeLimit(clock, 10, controller.signal, 'x', async () => 7)).rejects.toBe(reason);
});

it('warned of a leak if work queried more than ten pods at once: now it does not', async () => {
  // Any process warning fails the test.
  const work = async (signal: AbortSignal): Promise<void> => {
    for (let pod = 0; pod < 20; pod += 1) signal.addEventListener('abort', () => {});
  };
  await expect(withTimeLimit(new FakeClock(), 10, live(), 'x', work)).resolves.toBeUndefined();
  await new Promise(setImmediate);
});
