import { expect, it } from 'vitest';
import { countedSlice } from '../../../../../source/embedded/bounds/slices.ts';
import { AppendQueue } from '../../../../../source/embedded/kafka/broker/storage/append-queue.ts';

it('all appends that had waited for a large one ran in the same turn of the event loop', async () => {
  const queue = new AppendQueue(() => countedSlice(2));
  let turn = 0;
  let isOver = false;
  const count = () => {
    turn++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  let end = () => {};
  const large = queue.inTurn(() => new Promise<void>((resolve) => (end = resolve)));
  const ran: { append: number; turn: number }[] = [];
  const waiting = Array.from({ length: 20 }, (_, append) =>
    queue.inTurn(() => void ran.push({ append, turn })),
  );
  end();
  await Promise.all([large, ...waiting]);
  isOver = true;
  expect(ran.map(({ append }) => append)).toEqual(Array.from({ length: 20 }, (_, append) => append));
  for (const { turn: one } of ran)
    expect(ran.filter((other) => other.turn === one).length).toBeLessThanOrEqual(2);
});
