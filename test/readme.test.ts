/** The tables in README.md and docs/ come from the tables that the program runs on. `UPDATE_README=1 npx vitest run test/readme.test.ts` rewrites them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type FlagName, flagOf, sharedFlags } from '../source/commands/command-line/flags.ts';
import { describeFlag } from '../source/commands/help.ts';
import { commandOf, verbNames, verbs } from '../source/commands/verbs.ts';
import { labFunctions } from '../source/lab/expressions/word-functions.ts';
import { factNames } from '../source/lab/model/expression-facts.ts';
import { bindings } from '../source/ui/bindings/bindings.ts';
import { typedForm } from '../source/ui/bindings/typed-form.ts';

const usage = (names: readonly FlagName[]): string =>
  names
    .map((name) => {
      const { value } = flagOf(name);
      return `\`--${name}${value === undefined ? '' : ` ${value}`}\``;
    })
    .join(' ');

/** A row of a Markdown table: a `|` within a cell, even within code, would start another one. */
const row = (...cells: string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

/** Table → the page that contains it, and its text. */
const tables: Record<string, { page: string; text: string }> = {
  verbs: {
    page: 'README.md',
    text: [
      '| verb | does | flags of its own |',
      '|---|---|---|',
      ...verbNames.map((name) => {
        const { words, summary, flags: own, shared, passesOn } = verbs[name];
        const typed = [commandOf(name), words].filter(Boolean).join(' ');
        return row(`\`${typed}\``, summary, usage(passesOn ? [...(shared ?? []), 'home'] : own));
      }),
    ].join('\n'),
  },
  flags: {
    page: 'README.md',
    text: [
      '| flag | means |',
      '|---|---|',
      ...sharedFlags.map((name) => row(usage([name]), describeFlag(name))),
    ].join('\n'),
  },
  functions: {
    page: 'docs/writing-a-lab.md',
    text: [
      '| function | results in | for example | |',
      '|---|---|---|---|',
      ...labFunctions.map(({ signature, says, example, result }) =>
        row(`\`${signature}\``, says, `\`${example}\``, result),
      ),
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
        return row(keys, typed === undefined ? '' : `\`${typed}\``, binding.scope, binding.help);
      }),
    ].join('\n'),
  },
};

it.each(Object.entries(tables))('the table of %s is up to date', (name, { page, text }) => {
  const before = readFileSync(page, 'utf8');
  const [open, close] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [start, end] = [before.indexOf(open) + open.length, before.indexOf(close)];
  expect(end, `${page} has no section ${name}`).toBeGreaterThan(start - 1);
  if (process.env.UPDATE_README)
    writeFileSync(page, `${before.slice(0, start)}${text}\n${before.slice(end)}`);
  else expect(before.slice(start, end)).toBe(`${text}\n`);
});

it('the README stays short enough to be read', () => {
  expect(readFileSync('README.md', 'utf8').split('\n').length).toBeLessThan(150);
});

/** What stands between backticks in the cells of this column of a table under a heading. */
function namesIn(page: string, header: string, column: number): string[] {
  const [, after = ''] = readFileSync(page, 'utf8').split(`${header}\n`);
  const [table = ''] = after.split('\n\n');
  return table.split('\n').flatMap((line) => {
    const cell = line.split(' | ')[column] ?? '';
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  });
}

it('the page on writing a lab names facts that there are', () => {
  const named = namesIn('docs/writing-a-lab.md', '| fact | value | means |', 0);
  expect(named).toContain('brokerPod');
  expect(named.filter((name) => !factNames.includes(name))).toEqual([]);
});

it('the page on writing a lab lists all that a check can look at', () => {
  const named = namesIn('docs/writing-a-lab.md', '| `look` | is | fields |', 0);
  const schema = readFileSync('schemas/step.schema.json', 'utf8');
  const [, looks = ''] = /"look": \{[^[]*"enum": \[([^\]]*)\]/.exec(schema) ?? [];
  expect(named.toSorted()).toEqual([...looks.matchAll(/"(\w+)"/g)].map(([, name = '']) => name).toSorted());
});
