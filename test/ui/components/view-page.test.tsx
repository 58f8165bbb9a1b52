import { afterEach, expect, it, vi } from 'vitest';
import { createFakeSession } from '../fake-session.ts';
import { fakeView, fakeViews, podRows } from '../views/fake-view.ts';
import { type Driver, drive } from './app-driver.tsx';

let app: Driver | undefined;
afterEach(() => app?.close());

it('reads nothing of the logs that a view covers, however fast they grow', async () => {
  const session = createFakeSession();
  const view = fakeView(podRows);
  app = drive(session, { columns: 120, rows: 40 }, undefined, { views: fakeViews(view) });
  session.logs.producer.add('before the view');
  session.set({});
  await app.sees('before the view');
  await app.press(':pods\r');
  await app.sees('pods  5');
  const read = vi.spyOn(session.logs.producer, 'slice');
  for (let batch = 0; batch < 5; batch += 1) {
    for (let line = 0; line < 100; line += 1) session.logs.producer.add(`line ${batch}.${line}`);
    session.set({});
  }
  view.set({ ...podRows, rows: podRows.rows.slice(1) });
  await app.sees('pods  4');
  expect(read).not.toHaveBeenCalled();
  await app.press('\u001b');
  await app.sees('line 4.99');
});
