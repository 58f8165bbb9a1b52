import { afterEach, expect, it } from 'vitest';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession } from '../fake-session.ts';

let app: Driver | undefined;
afterEach(() => app?.close());

function open(): Driver {
  const session = createFakeSession();
  for (let n = 0; n < 9; n += 1) session.logs.consumer.add(`line ${n}`);
  session.logs.consumer.add('swap', { kind: 'mark' });
  app = drive(session);
  return app;
}

it.each(['n', 'N'])('%s in a log without a filter said nothing', async (key) => {
  await open().press(`4${key}`);
  await app?.sees('Filter with / first.');
});

it.each(['n', 'N'])('%s went to a mark where no line matches, and said nothing', async (key) => {
  await open().press(`4/zzz\r`);
  await app?.press(key);
  await app?.sees('`zzz` is not in this log.');
  expect(app?.ui.get().logs.consumer.match).toBeUndefined();
});

it('said nothing at the newest match, and at the oldest', async () => {
  await open().press('4/line [12]\r');
  await app?.press('n');
  await app?.sees('▶ line 2');
  await app?.press('n');
  await app?.sees('This is the newest match; N goes to older ones.');
  await app?.press('NN');
  await app?.sees('This is the oldest match; n goes to newer ones.');
});
