import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { originOf } from '../../../source/commands/session/origin-of.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'origin-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

it('is the same for every session of a home, and does not give its owner id away', async () => {
  const first = await originOf(home, 'a');
  expect(first).toEqual({ session: 'a', installation: expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect((await originOf(home, 'b')).installation).toBe(first.installation);
  expect(readFileSync(join(home, 'owner-id'), 'utf8')).not.toContain(first.installation);
});

it('names whom config.json names', async () => {
  writeFileSync(join(home, 'config.json'), '{ "name": "Ada", "email": "ada@example.org" }');
  expect(await originOf(home, 'a')).toMatchObject({ name: 'Ada', email: 'ada@example.org' });
});
