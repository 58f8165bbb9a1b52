import { afterEach, describe, it } from 'vitest';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession } from '../fake-session.ts';
import { fakeView, fakeViews, podRows } from '../views/fake-view.ts';

let app: Driver | undefined;
afterEach(() => app?.close());

async function openPods(): Promise<Driver> {
  app = drive(createFakeSession(), undefined, undefined, { views: fakeViews(fakeView(podRows)) });
  await app.press(':pods\r');
  await app.sees('pods  5');
  return app;
}

describe('n and N in a table', () => {
  it('go round the rows that match', async () => {
    await openPods();
    await app?.press('/kafka-[01]\r');
    await app?.sees('▸ kafka-0');
    await app?.press('n');
    await app?.sees('▸ kafka-1');
    await app?.press('n');
    await app?.sees('▸ kafka-0');
    await app?.press('N');
    await app?.sees('▸ kafka-1');
  });

  it('say what is missing where there is nothing to go to', async () => {
    await openPods();
    await app?.press('n');
    await app?.sees('Filter with / first.');
    await app?.press('/zzz\r');
    await app?.press('N');
    await app?.sees('`zzz` is in no row.');
  });
});
