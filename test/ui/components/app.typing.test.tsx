import { afterEach, describe, expect, it } from 'vitest';
import { createFakeSession, type FakeSession } from '../fake-session.ts';
import { type Driver, drive } from './app-driver.tsx';

const enter = '\r';
const esc = '\u001b';
const [up, right, left, home] = ['\u001b[A', '\u001b[C', '\u001b[D', '\u001b[H'];
const [ctrlA, ctrlE, ctrlK, ctrlU, ctrlW] = ['\u0001', '\u0005', '\u000b', '\u0015', '\u0017'];
const [altB, altF, ctrlLeft] = ['\u001bb', '\u001bf', '\u001b[1;5D'];

let app: Driver | undefined;
afterEach(() => app?.close());

/** The answer box of the first question, open. */
async function answerBox(): Promise<{ app: Driver; session: FakeSession }> {
  const session = createFakeSession();
  session.finish(4);
  session.set({ current: 4 });
  const driver = drive(session);
  app = driver;
  await driver.press('a');
  await driver.sees('Question 1 of 2');
  return { app: driver, session };
}

async function pressAll(driver: Driver, keys: readonly string[]): Promise<void> {
  for (const key of keys) await driver.press(key);
}

describe('an answer', () => {
  it.each([
    ['a character', ['broker', left, left, '-'], 'brok-er'],
    ['and back', ['brokr', left, 'e', right, 's'], 'brokers'],
    ['by words', ['the broker asks', altB, altB, 'one ', altF, 's'], 'the one brokers asks'],
    ['by words with ctrl and an arrow', ['the broker', ctrlLeft, 'big '], 'the big broker'],
    ['to the start and the end', ['broker', ctrlA, 'a ', ctrlE, '!'], 'a broker!'],
    ['with Home', ['roker', home, 'b'], 'broker'],
    ['a row up', ['ask', '\n', 'it', up, 'x'], 'asxk\nit'],
  ])('inserts text after moving the cursor: %s', async (_what, keys, text) => {
    const { app, session } = await answerBox();
    await pressAll(app, [...keys, enter]);
    await app.sees('Compare your answer');
    expect(session.asked).toEqual([`answer q1.5-1 ${JSON.stringify(text)}`]);
  });

  it.each([
    ['a word', ['all the brokers', ctrlW, 'rest'], 'all the rest'],
    ['what is left of the cursor', ['all the rest', altB, ctrlU], 'rest'],
    ['what is right of it', ['all the rest', altB, ctrlK, 'x'], 'all the x'],
  ])('is erased beside the cursor: %s', async (_what, keys, text) => {
    const { app, session } = await answerBox();
    await pressAll(app, [...keys, enter]);
    await app.sees('Compare your answer');
    expect(session.asked).toEqual([`answer q1.5-1 ${JSON.stringify(text)}`]);
  });

  it('wraps between words', async () => {
    const { app } = await answerBox();
    await app.press(
      'The brokers register themselves in ZooKeeper under their ids, and read each other there.',
    );
    await app.sees('│ The brokers register themselves in');
    for (const word of ['ZooKeeper', 'ids,', 'other']) expect(app.screen()).toContain(word);
  });

  it('keeps the row of the cursor visible, also at the start', async () => {
    const { app } = await answerBox();
    const breaks = 16;
    await app.press(`first${'\n'.repeat(breaks)}last`);
    await app.sees('│ last');
    expect(app.screen()).not.toContain('│ first');
    await pressAll(
      app,
      Array.from({ length: breaks }, () => up),
    );
    await app.sees('│ first');
  });
});

describe('the command line', () => {
  it('is edited like an answer', async () => {
    app = drive(createFakeSession());
    await pressAll(app, [':', '.5', ctrlA, '1', enter]);
    await app.sees('▸○ 1.5');
  });

  it('completes the word that was typed last, wherever the cursor was', async () => {
    app = drive(createFakeSession());
    await pressAll(app, [':', 'hel', left, ctrlE, '\t', enter]);
    await app.sees('Everywhere');
    await app.press(esc);
  });
});
