import { afterEach, describe, expect, it } from 'vitest';
import { openedCommand, openedRoom } from '../../../source/ui/views/opened-room.ts';
import { freshTable } from '../../../source/ui/views/table-state.ts';
import type { View, ViewContent } from '../../../source/ui/views/view.ts';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession } from '../fake-session.ts';
import { fakeDetail, fakeView, fakeViews, podRows } from './fake-view.ts';

const command =
  'kubectl exec kafka-0 -- kafka-console-consumer --bootstrap-server localhost:9092 --topic test --partition 0 --offset 0 --max-messages 500';
const many: ViewContent = {
  columns: [{ name: 'OFFSET' }],
  rows: Array.from({ length: 40 }, (_, at) => ({ id: `offset-${at}`, cells: [`offset-${at}`] })),
  loaded: true,
};

let app: Driver | undefined;
afterEach(() => app?.close());

async function open(view: View): Promise<Driver> {
  app = drive(createFakeSession(), undefined, undefined, { views: fakeViews(view) });
  await app.press(`:${view.title}\r`);
  return app;
}

describe('the command line of a view', () => {
  it('was cut where it would teach; copied from the screen, a shell takes it', async () => {
    const driver = await open(fakeView(many, { title: 'messages', command }));
    await driver.sees('--max-messages 500');
    const rows = driver.rows().slice(1, 3);
    expect(rows.map((row) => row.trim().replace(/\\$/, '')).join('')).toBe(`$ ${command}`);
    expect(driver.rows()[3]).toContain('OFFSET');
  });

  it('leaves the last row in view', async () => {
    const driver = await open(fakeView(many, { title: 'messages', command }));
    await driver.press('G');
    await driver.sees('▸ offset-39');
    await driver.press('g');
    await driver.sees('▸ offset-0');
  });

  it('of a text takes rows of its own, too, and its last line is in view', async () => {
    const lines = Array.from({ length: 60 }, (_, at) => `line ${at + 1}`);
    const detail = fakeDetail(lines, { title: 'offset 0', command, fromEnd: true });
    const driver = await open(fakeView(podRows, { answer: () => ({ kind: 'detail', detail }) }));
    await driver.press('d');
    await driver.sees('offset 0  42 to 60 of 60');
    await driver.sees('--max-messages 500');
    await driver.sees('line 60');
    await driver.press('g');
    await driver.sees('1 to 19 of 60');
  });

  it('stays in the title where it has room, and never takes most of a small screen', () => {
    const table = { table: freshTable, detail: undefined };
    const page = { columns: 79, rows: 21 };
    expect(openedCommand({ view: fakeView(podRows), ...table }, page)).toEqual([]);
    const endless = fakeView(podRows, { command: 'word '.repeat(200) });
    expect(openedRoom({ view: endless, ...table }, page).rows).toBe(17);
    expect(openedRoom({ view: endless, ...table }, { columns: 39, rows: 6 }).rows).toBe(4);
  });
});
