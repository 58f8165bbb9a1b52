import { expect, it } from 'vitest';
import { whileOpen } from '../../../../../source/embedded/kafka/broker/requests/while-open.ts';

function connection() {
  const cancels = new Set<() => void>();
  return {
    cancels,
    onClose(cancel: () => void) {
      cancels.add(cancel);
      return () => cancels.delete(cancel);
    },
    close: () => {
      for (const cancel of cancels) cancel();
    },
  };
}

it('a search went on after its client had hung up', () => {
  let taken = 0;
  let ended = false;
  function* endless(): Generator<undefined, never> {
    try {
      for (;;) {
        taken++;
        yield;
      }
    } finally {
      ended = true;
    }
  }
  const client = connection();
  const steps = whileOpen(endless(), client);
  steps.next();
  steps.next();
  client.close();
  expect(steps.next()).toEqual({ done: true, value: undefined });
  expect([taken, ended]).toEqual([2, true]);
});

it('passes the result on, and forgets the connection', () => {
  const client = connection();
  function* two(): Generator<undefined, string> {
    yield;
    return 'found';
  }
  const steps = whileOpen(two(), client);
  steps.next();
  expect(steps.next()).toEqual({ done: true, value: 'found' });
  expect(client.cancels.size).toBe(0);
});
