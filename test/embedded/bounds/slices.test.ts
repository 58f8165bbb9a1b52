import { expect, test, vi } from 'vitest';
import {
  inLaterTurn,
  inSlices,
  mapInSlices,
  nextTurn,
  Pace,
} from '../../../source/embedded/bounds/lanes/cluster.ts';
import { countedSlice, sharedSlice, slicesOf } from '../../../source/embedded/bounds/slices.ts';

/** Counts the turns of the event loop until the work is done. */
async function turnsOf(work: Promise<unknown>): Promise<number> {
  let isDone = false;
  let turns = 0;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await work;
  isDone = true;
  return turns;
}

test('a hundred items in slices of ten yield to the event loop at least nine times', async () => {
  const seen: number[] = [];
  const items = Array.from({ length: 100 }, (_, index) => index);
  const turns = await turnsOf(
    inSlices(
      items,
      (item) => seen.push(item),
      () => countedSlice(10),
    ),
  );
  expect(seen).toEqual(items);
  expect(turns).toBeGreaterThanOrEqual(9);
});

test('work that fits into one slice is done at once, and otherwise the order is kept', async () => {
  const items = [1, 2, 3, 4, 5];
  const double = (item: number) => item * 2;
  expect(mapInSlices(items, double, () => countedSlice(10))).toEqual([2, 4, 6, 8, 10]);
  const later = mapInSlices(items, double, () => countedSlice(2));
  expect(later).toBeInstanceOf(Promise);
  expect(await later).toEqual([2, 4, 6, 8, 10]);
});

test('an error in the work ends it, at once or later', async () => {
  const fail = (item: number) => {
    if (item === 3) throw new Error('three');
    return item;
  };
  expect(() => mapInSlices([3], fail)).toThrow('three');
  await expect(Promise.resolve(mapInSlices([1, 2, 3], fail, () => countedSlice(1)))).rejects.toThrow('three');
});

test('ten jobs in slices share the turns, one slice each', async () => {
  const slicesInTurn: number[] = [];
  let current = 0;
  const job = async () => {
    for (let slice = 0; slice < 5; slice++) {
      await nextTurn();
      current += 1;
    }
  };
  const jobs = Promise.all(Array.from({ length: 10 }, job));
  let isDone = false;
  const watch = () => {
    slicesInTurn.push(current);
    current = 0;
    if (!isDone) setImmediate(watch);
  };
  setImmediate(watch);
  await jobs;
  isDone = true;
  expect(Math.max(...slicesInTurn)).toBe(1);
});

test('cancelled work does not run', async () => {
  let runs = 0;
  const callOff = inLaterTurn(() => {
    runs += 1;
  });
  inLaterTurn(() => {
    runs += 10;
  });
  callOff();
  await nextTurn();
  expect(runs).toBe(10);
});

test('a job that throws does not delay the others', async () => {
  const thrown: unknown[] = [];
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.once('uncaughtException', (error) => thrown.push(error));
  inLaterTurn(() => {
    throw new Error('broken');
  });
  await nextTurn();
  for (const listener of listeners) process.on('uncaughtException', listener);
  expect(thrown).toHaveLength(1);
});

test('the slice that all connections share ends when it is used up, and a new one begins in the next turn', async () => {
  await nextTurn();
  const end = performance.now() + 1000;
  while (!sharedSlice.isOver() && performance.now() < end);
  expect(performance.now()).toBeLessThan(end);
  await nextTurn();
  await nextTurn();
  expect(sharedSlice.isOver()).toBe(false);
});

test('a request yields to the event loop between its stages whenever a slice is over', async () => {
  const pace = new Pace(() => countedSlice(2));
  const stages = async () => {
    for (let stage = 0; stage < 6; stage++) await pace.pause();
  };
  expect(await turnsOf(stages())).toBeGreaterThanOrEqual(3);
});

/** The number of slices of `flood` that run before the first one of `mine`. */
async function slicesBefore(flood: (ran: () => void) => unknown, mine: () => Promise<void>): Promise<number> {
  let ran = 0;
  for (let slice = 0; slice < 1000; slice++)
    flood(() => {
      ran += 1;
    });
  await mine();
  const before = ran;
  await vi.waitFor(() => expect(ran).toBe(1000));
  return before;
}

test('a thousand slices of one protocol delay the slice of another by one', async () => {
  const [api, kafka] = [slicesOf('api'), slicesOf('kafka')];
  const flood = (ran: () => void) => api.nextTurn().then(ran);
  expect(await slicesBefore(flood, () => kafka.nextTurn())).toBeLessThanOrEqual(1);
});

test('a thousand slices of one connection delay the slice of another connection by one', async () => {
  const { nextTurn } = slicesOf('api');
  const [attacker, client] = [{}, {}];
  const flood = (ran: () => void) => nextTurn(attacker).then(ran);
  expect(await slicesBefore(flood, () => nextTurn(client))).toBeLessThanOrEqual(1);
});

test('a connection whose turn has come is served, however long others have read in that turn', async () => {
  let [tries, floods] = [0, 0];
  let isServed = false;
  // As a connection does: if the slice is over, it asks for a later turn.
  const serve = () => {
    tries += 1;
    if (sharedSlice.isOver()) inLaterTurn(serve);
    else isServed = true;
  };
  inLaterTurn(serve);
  const read = () => {
    floods += 1;
    // Many other connections use up the slice and wait for their turn as well.
    while (!sharedSlice.isOver());
    inLaterTurn(() => {});
    if (!isServed && floods < 50) setImmediate(read);
  };
  read();
  await vi.waitFor(() => expect(isServed || floods === 50).toBe(true));
  expect(isServed).toBe(true);
  expect(tries).toBe(1);
});

test('items added during a turn wait for the next one', async () => {
  const ran: string[] = [];
  inLaterTurn(() => {
    ran.push('first');
    slicesOf('kafka').inLaterTurn(() => ran.push('added'));
    setImmediate(() => ran.push('next turn'));
  });
  inLaterTurn(() => ran.push('second'));
  await vi.waitFor(() => expect(ran).toHaveLength(4));
  expect(ran.slice(0, 2)).toEqual(['first', 'second']);
});
