/** The tables in README.md and docs/ come from the tables that the program runs on. `UPDATE_README=1 npx vitest run test/readme.test.ts` rewrites them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type FlagName, flagOf, sharedFlags } from '../source/commands/command-line/flags.ts';
import { describeFlag } from '../source/commands/help.ts';
import { commandOf, verbNames, verbs } from '../source/commands/verbs.ts';
import { bindings } from '../source/ui/bindings/bindings.ts';
import { typedForm } from '../source/ui/bindings/typed-form.ts';

const usage = (names: readonly FlagName[]): string =>
  names
    .map((name) => {
      const { value } = flagOf(name);
      return `\`--${name}${value === undefined ? '' : ` ${value}`}\``;
    })
    .join(' ');

/** Table → the page that has it, and its text. */
const tables: Record<string, { page: string; text: string }> = {
  verbs: {
    page: 'README.md',
    text: [
      '| verb | does | flags of its own |',
      '|---|---|---|',
      ...verbNames.map((name) => {
        const { words, summary, flags: own, shared, passesOn } = verbs[name];
        return `| \`${[commandOf(name), words].filter(Boolean).join(' ')}\` | ${summary} | ${usage(passesOn ? [...(shared ?? []), 'home'] : own)} |`;
      }),
    ].join('\n'),
  },
  flags: {
    page: 'README.md',
    text: [
      '| flag | means |',
      '|---|---|',
      ...sharedFlags.map((name) => `| ${usage([name])} | ${describeFlag(name)} |`),
    ].join('\n'),
  },
  keys: {
    page: 'docs/keys.md',
    text: [
      '| keys | typed | where | what |',
      '|---|---|---|---|',
      ...bindings.map((binding) => {
        const typed = typedForm(binding);
        const keys = binding.keys.map((key) => `\`${key}\``).join(' ');
        return `| ${keys} | ${typed === undefined ? '' : `\`${typed}\``} | ${binding.scope} | ${binding.help} |`;
      }),
    ].join('\n'),
  },
};

it.each(Object.entries(tables))('the table of %s is as the program has it', (name, { page, text }) => {
  const before = readFileSync(page, 'utf8');
  const [open, close] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [start, end] = [before.indexOf(open) + open.length, before.indexOf(close)];
  expect(end, `${page} has no section ${name}`).toBeGreaterThan(start - 1);
  if (process.env.UPDATE_README)
    writeFileSync(page, `${before.slice(0, start)}${text}\n${before.slice(end)}`);
  else expect(before.slice(start, end)).toBe(`${text}\n`);
});

it('README stays short enough to be read', () => {
  expect(readFileSync('README.md', 'utf8').split('\n').length).toBeLessThan(150);
});
