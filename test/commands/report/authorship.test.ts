import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readAuthorship } from '../../../source/commands/report/authorship.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-authorship-'));
});
const unknown = {
  author: undefined,
  course: undefined,
  date: undefined,
  recorded: undefined,
  ask: undefined,
};

describe('who a report is by', () => {
  it('is asked once, and kept beside the other settings', async () => {
    writeFileSync(join(home, 'config.json'), '{"theme":"dark"}');
    const ask = vi.fn((question: string) =>
      Promise.resolve(question.includes('course') ? 'ECE 573' : ' Ada '),
    );
    const first = await readAuthorship({ ...unknown, home, ask });
    const second = await readAuthorship({ ...unknown, home, ask });
    expect([first, second]).toMatchObject(Array(2).fill({ author: 'Ada', course: 'ECE 573' }));
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
    expect(await readAuthorship({ ...unknown, home, ask })).toMatchObject({
      author: undefined,
      course: undefined,
    });
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
    expect(await readAuthorship({ ...unknown, home })).toMatchObject({
      author: undefined,
      course: undefined,
    });
    expect(() => readFileSync(join(home, 'config.json'))).toThrow('ENOENT');
  });

  it('is refused where a flag is too long', async () => {
    await expect(readAuthorship({ ...unknown, home, author: 'x'.repeat(201) })).rejects.toThrow(
      '201 characters',
    );
  });

  it('has the date of the flag, which nobody is asked for and nothing keeps', async () => {
    const ask = vi.fn(() => Promise.resolve('Ada'));
    expect(await readAuthorship({ ...unknown, home, ask, date: '2028-02-29' })).toMatchObject({
      date: '2028-02-29',
    });
    expect(ask).toHaveBeenCalledTimes(2);
    expect(readFileSync(join(home, 'config.json'), 'utf8')).not.toContain('2028');
  });

  it.each(['2026-02-30', '2026-13-01', '30.11.2026', 'today', ''])('refuses the date `%s`', async (date) => {
    await expect(readAuthorship({ ...unknown, home, date })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(`\`${date}\``) as string,
    });
  });
});
