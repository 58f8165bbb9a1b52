import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../source/commands/config/read-config.ts';
import { readPreferences } from '../../../source/commands/config/read-preferences.ts';
import { rememberTheme } from '../../../source/commands/config/remember-theme.ts';
import { bindings } from '../../../source/ui/bindings/bindings.ts';
import { commandFor } from '../../../source/ui/bindings/find-bindings.ts';

let home: string;
let path: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-config-'));
  path = join(home, 'config.json');
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const write = (text: string | Buffer): void => writeFileSync(path, text);
const preferences = (theme?: string, env: Record<string, string> = {}) =>
  readPreferences({ home, theme, env: { TERM: 'xterm-256color', ...env } });

describe('config.json', () => {
  it('is optional', () => {
    expect(readConfig(path).troubles).toEqual([]);
    expect(preferences()).toMatchObject({ theme: 'auto', troubles: [], bindings });
  });

  it('has a theme, and one or more keys for a command', () => {
    write('{ "theme": "light", "keys": { "swap": "S", "filter": ["/", "ctrl+f"] } }');
    const { theme, bindings: table, troubles } = preferences();
    expect(troubles).toEqual([]);
    expect(theme).toBe('light');
    expect(commandFor('S', ['browse'], table)).toBe('swap');
    expect(commandFor('ctrl+f', ['logs'], table)).toBe('filter');
  });

  it('names a person, whom the journals of sessions name', () => {
    write('{ "name": " Ada\\u001b[31m Lovelace ", "email": "ada@example.org" }');
    expect(readConfig(path)).toMatchObject({ name: 'Ada Lovelace', email: 'ada@example.org', troubles: [] });
    write('{ "name": 7, "email": "" }');
    expect(readConfig(path)).toMatchObject({
      name: undefined,
      email: undefined,
      troubles: [{ code: 'wrong-shape', text: '`name` must be a text of at most 200 characters' }],
    });
  });

  it('reports each invalid setting in a line of its own, with its position; the rest applies', () => {
    write(`{
  "theme": "drak",
  "colour": 1,
  "keys": {
    "sawp": "S",
    "swap": "x",
    "hint": "H",
    "export": 7,
    "quit": ["f13"]
  }
}`);
    const { theme, bindings: table, troubles } = preferences();
    expect(troubles).toEqual([
      'config.json, line 3: there is no setting `colour`; the settings are `theme`, `keys`, `name`, `email`, `course`.',
      'config.json, line 8: `export` must be a key or a list of at most 8 keys.',
      'config.json, line 2: there is no theme `drak`; the closest is `dark`.',
      'config.json, line 5: there is no command `sawp`; the closest is `swap`.',
      'config.json, line 9: `f13` cannot be a key of `quit`; `q` stays.',
      'config.json, line 6: `swap` cannot have `x`, the key of `export`; `s` stays.',
    ]);
    expect(theme).toBe('auto');
    expect(commandFor('H', ['browse'], table)).toBe('hint');
    expect(commandFor('s', ['browse'], table)).toBe('swap');
  });

  it.each([
    ['{\n  "theme": dark\n}', 'not-json', 2],
    ['{\n', 'not-json', 1],
    ['', 'not-json', 1],
    ['[]', 'wrong-shape', 1],
    ['null', 'wrong-shape', 1],
    ['{ "keys": {\n"swap": "s"\n"hint": "h"} }', 'not-json', 3],
  ])('that holds %j is %s', (text, code, line) => {
    write(text);
    const { troubles, parsed } = readConfig(path);
    expect(troubles).toMatchObject([line === undefined ? { code } : { code, line }]);
    expect(parsed).toBeUndefined();
    expect(preferences().bindings).toEqual(bindings);
  });

  it('that is too large is not read', () => {
    write(`{ "keys": { "swap": "${'x'.repeat(70_000)}" } }`);
    expect(readConfig(path)).toMatchObject({ parsed: undefined, troubles: [{ code: 'too-large' }] });
  });

  it('that is not a regular file is not read, and a pipe blocks nothing', () => {
    mkdirSync(path);
    expect(readConfig(path).troubles).toMatchObject([{ code: 'unreadable' }]);
    rmSync(path, { recursive: true });
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [path]);
    expect(readConfig(path).troubles).toMatchObject([
      { code: 'unreadable', text: 'it is a named pipe, not a regular file; move it away' },
    ]);
    rmSync(path);
    symlinkSync(path, path);
    expect(readConfig(path).troubles).toMatchObject([
      { code: 'unreadable', text: 'it cannot be read: a loop of symbolic links (ELOOP)' },
    ]);
  });

  it('cannot send control sequences to the terminal', () => {
    write(
      JSON.stringify({ '\u001b]0;owned\u0007x': 1, keys: { '\u001b[2Jswap': 'q', swap: ['\u001b[31m'] } }),
    );
    for (const trouble of preferences().troubles) expect(trouble).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });

  it('never ends a session, whatever it contains', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.json());
    fc.assert(
      fc.property(texts, (text) => {
        write(text);
        const { troubles, bindings: table } = preferences();
        expect(table).toHaveLength(bindings.length);
        for (const trouble of troubles) expect(trouble).not.toContain('\n');
      }),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (keys) => {
        write(JSON.stringify({ keys }));
        expect(preferences().bindings).toHaveLength(bindings.length);
      }),
      { numRuns: 60 },
    );
  });

  it('treats `__proto__` as an ordinary name', () => {
    write('{ "__proto__": { "theme": "dark" }, "keys": { "__proto__": "x", "constructor": "y" } }');
    const { theme, troubles } = preferences();
    expect(theme).toBe('auto');
    expect(troubles).toHaveLength(3);
    expect(({} as Record<string, unknown>).theme).toBeUndefined();
  });
});

describe('the theme', () => {
  it('comes from the flag, then from the environment, then from the file', () => {
    write('{ "theme": "dark" }');
    expect(preferences().theme).toBe('dark');
    expect(preferences(undefined, { KAFKA_LAB_THEME: 'light' }).theme).toBe('light');
    expect(preferences('mono', { KAFKA_LAB_THEME: 'light' }).theme).toBe('mono');
    const wrong = preferences(undefined, { KAFKA_LAB_THEME: 'lihgt' });
    expect(wrong.theme).toBe('dark');
    expect(wrong.troubles).toEqual(['KAFKA_LAB_THEME: there is no theme `lihgt`; the closest is `light`.']);
  });

  it('is overridden by NO_COLOR, with a message', () => {
    expect(preferences('dark', { NO_COLOR: '1' }).colourless).toBe(
      'There are no colours because NO_COLOR is set.',
    );
    expect(preferences('dark').colourless).toBeUndefined();
  });

  it('is saved without changing the rest of the file', () => {
    write('{ "keys": { "swap": "S" }, "other": [1] }');
    expect(rememberTheme(path, 'light')).toBeUndefined();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      keys: { swap: 'S' },
      other: [1],
      theme: 'light',
    });
    expect(readdirSync(home)).toEqual(['config.json']);
    rmSync(path);
    expect(rememberTheme(path, 'dark')).toBeUndefined();
    expect(preferences().theme).toBe('dark');
  });

  it('is not written to a file that cannot be read, or if nothing can be written', () => {
    write('{ "keys": ');
    expect(rememberTheme(path, 'light')).toBe('config.json: it is not valid JSON from here on');
    expect(readFileSync(path, 'utf8')).toBe('{ "keys": ');
    expect(rememberTheme(join(home, 'absent', 'config.json'), 'light')).toBe(
      'config.json cannot be written: no such file or directory (ENOENT)',
    );
    chmodSync(home, 0o700);
  });
});
