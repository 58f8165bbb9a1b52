import { expect, it } from 'vitest';
import { withTimeLimit } from '../../source/time/time-limit.ts';
import { FakeClock } from './fake-clock.ts';

const live = (): AbortSignal => new AbortController().signal;

it('gives up work that hangs and ignores its signal, with an error that says what hung', async () => {
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

it('passes on what the work came to, and leaves no timer', async () => {
  const clock = new FakeClock();
  await expect(withTimeLimit(clock, 10, live(), 'x', async () => 7)).resolves.toBe(7);
  const error = new TypeError('defect');
  await expect(withTimeLimit(clock, 10, live(), 'x', () => Promise.reject(error))).rejects.toBe(error);
  expect(clock.pending).toBe(0);
});

it('rejects with the reason of the signal that it was given', async () => {
  const clock = new FakeClock();
  const reason = new Error('cancelled');
  const controller = new AbortController();
  const waiting = withTimeLimit(clock, 10, controller.signal, 'x', () => new Promise(() => {}));
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(withTimeLimit(clock, 10, controller.signal, 'x', async () => 7)).rejects.toBe(reason);
});
