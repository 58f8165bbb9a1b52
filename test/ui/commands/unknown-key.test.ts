import { afterEach, describe, expect, it } from 'vitest';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession } from '../fake-session.ts';
import { fakeDetail, fakeView, fakeViews, podRows } from '../views/fake-view.ts';

let app: Driver | undefined;
afterEach(() => app?.close());

describe('a key that does nothing here', () => {
  it.each([
    ['Z', '`Z` does nothing here. ? shows all keys.'],
    ['\u000f', '`ctrl+o` does nothing here. ? shows all keys.'],
    ['p', '`p` works in a log: `:focus-producer` and `:focus-consumer` go there.'],
    [' ', '`space` works in a replay: `kafka-lab replay` plays one.'],
  ])('%j says so, and where it does something', async (key, message) => {
    app = drive(createFakeSession());
    await app.press(key);
    await app.sees(message);
    await app.press('j');
    await app.seesNot(message);
  });

  it('was the line break of a view that was typed before a shell gave the terminal back', async () => {
    app = drive(createFakeSession(), undefined, undefined, { views: fakeViews(fakeView(podRows)) });
    await app.press(':pods\n');
    await app.sees('pods  5');
  });

  it('still did nothing, it said, in the view that had opened meanwhile', async () => {
    const view = fakeView(podRows);
    let open = (): void => {};
    const opened = new Promise<typeof view>((resolve) => (open = () => resolve(view)));
    const views = { names: () => ['pods'], open: () => opened };
    app = drive(createFakeSession(), undefined, undefined, { views });
    await app.press(':pods\rd');
    await app.sees('`d` does nothing here.');
    open();
    await app.sees('pods  5');
    await app.seesNot('does nothing here');
  });

  it('was said to need the end of a step that had ended', async () => {
    const session = createFakeSession({ running: 0 });
    app = drive(session);
    await app.press('u');
    await app.sees('A step is running: esc cancels it.');
    session.finish(0);
    await app.seesNot('A step is running');
  });

  it('took a message for one about the run because it began like one', async () => {
    const session = createFakeSession({ running: 0 });
    app = drive(session);
    const message = 'A step is running more often than it was.';
    app.ui.set({ message });
    await app.sees(message);
    await app.sees('esc cancel');
    session.finish(0);
    await app.seesNot('esc cancel');
    expect(app.ui.get().message).toBe(message);
  });

  it('said of a key of the messages that it works in a log, while one message is open', async () => {
    const view = fakeView(podRows, {
      keys: 'messages',
      actions: new Set(['open', 'form', 'produce', 'find']),
      answer: () => ({ kind: 'detail', detail: fakeDetail(['offset 0']) }),
    });
    app = drive(createFakeSession(), undefined, undefined, { views: fakeViews(view) });
    await app.press(':pods\r');
    await app.sees('pods  5');
    await app.press('\r');
    await app.sees('offset 0');
    for (const key of ['v', 'p', 's']) {
      await app.press(key);
      await app.sees(`\`${key}\` works in the table: esc goes back to it.`);
    }
    await app.press('Z');
    await app.sees('`Z` does nothing here.');
  });

  it('is reported with a pointer to the last row in a dialog', async () => {
    app = drive(createFakeSession());
    await app.press('?');
    await app.sees('Everywhere');
    await app.press('Z');
    expect(app.ui.get().message).toBe('`Z` does nothing here. The last row shows the keys that do.');
  });

  it('is shown by name without affecting the terminal', async () => {
    app = drive(createFakeSession());
    await app.press('\u202e');
    expect(app.ui.get().message ?? '').not.toContain('\u202e');
  });
});
