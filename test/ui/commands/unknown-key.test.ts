import { afterEach, describe, expect, it } from 'vitest';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession } from '../fake-session.ts';

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
