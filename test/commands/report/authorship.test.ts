import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readAuthorship } from '../../../source/commands/report/authorship.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-authorship-'));
});
const unknown = { author: undefined, course: undefined, recorded: undefined, ask: undefined };

describe('who a report is by', () => {
  it('is asked once, and kept beside the other settings', async () => {
    writeFileSync(join(home, 'config.json'), '{"theme":"dark"}');
    const ask = vi.fn((question: string) =>
      Promise.resolve(question.includes('course') ? 'ECE 573' : ' Ada '),
    );
    const first = await readAuthorship({ ...unknown, home, ask });
    const second = await readAuthorship({ ...unknown, home, ask });
    expect([first, second]).toEqual(Array(2).fill({ author: 'Ada', course: 'ECE 573' }));
    expect(ask).toHaveBeenCalledTimes(2);
    expect(JSON.parse(readFileSync(join(home, 'config.json'), 'utf8'))).toEqual({
      theme: 'dark',
      name: 'Ada',
      course: 'ECE 573',
    });
  });

  it('is not asked again after an empty answer', async () => {
    const ask = vi.fn(() => Promise.resolve(''));
    await readAuthorship({ ...unknown, home, ask });
    expect(await readAuthorship({ ...unknown, home, ask })).toEqual({ author: undefined, course: undefined });
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('is whom the flag names, then whom the journal names, then whom config.json names', async () => {
    writeFileSync(join(home, 'config.json'), '{"name":"Config","course":"C"}');
    const by = async (more: object): Promise<string | undefined> =>
      (await readAuthorship({ ...unknown, home, ...more })).author;
    expect(await by({})).toBe('Config');
    expect(await by({ recorded: 'Journal' })).toBe('Journal');
    expect(await by({ recorded: 'Journal', author: 'Flag' })).toBe('Flag');
  });

  it('is left out without a terminal, and nothing is written', async () => {
    expect(await readAuthorship({ ...unknown, home })).toEqual({ author: undefined, course: undefined });
    expect(() => readFileSync(join(home, 'config.json'))).toThrow('ENOENT');
  });

  it('is refused where a flag is too long', async () => {
    await expect(readAuthorship({ ...unknown, home, author: 'x'.repeat(201) })).rejects.toThrow(
      '201 characters',
    );
  });
});
