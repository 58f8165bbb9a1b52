import { afterEach, describe, expect, it } from 'vitest';
import { idleKey } from '../../../source/ui/keys/idle-keys.ts';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession } from '../fake-session.ts';

describe('a key that no command has', () => {
  it.each([
    ['\u001bOP', 'F1'],
    ['\u001b[11~', 'F1'],
    ['\u001b[[B', 'F2'],
    ['\u001b[15~', 'F5'],
    ['\u001b[17~', 'F6'],
    ['\u001b[24~', 'F12'],
    ['\u001b[1;5P', 'ctrl+F1'],
    ['\u001b[15;2~', 'shift+F5'],
    ['\u001b[2~', 'insert'],
  ])('%j is %s', (piece, name) => expect(idleKey(piece)).toBe(name));

  it.each(['a', '\u001b', '\u001b[A', '\u001b[3~', '\u001b[5~', '\u001b[200~', '\u001b[16~', '\u001b[2J'])(
    '%j is none of these',
    (piece) => expect(idleKey(piece)).toBeUndefined(),
  );
});

let app: Driver | undefined;
afterEach(() => app?.close());

it.each([
  ['\u001bOP', '`F1` does nothing here. ? shows all keys.'],
  ['\u001b[24~', '`F12` does nothing here. ? shows all keys.'],
  ['\u001b[2~', '`Insert` does nothing here. ? shows all keys.'],
])('was dead and said nothing: %j', async (key, message) => {
  app = drive(createFakeSession());
  await app.press(key);
  await app.sees(message);
});
