/** The README's tables are made from the tables that the program runs on. `UPDATE_README=1 npx vitest run test/readme.test.ts` rewrites them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type FlagName, flags, sharedFlags } from '../source/commands/flags.ts';
import { verbs } from '../source/commands/verbs.ts';
import { bindings } from '../source/ui/keys/bindings.ts';
import { typedForm } from '../source/ui/keys/typed-commands.ts';

const usage = (names: readonly FlagName[]): string =>
  names
    .map((name) => {
      const flag = flags[name];
      return `\`--${name}${'value' in flag ? ` ${flag.value}` : ''}\``;
    })
    .join(' ');

const tables: Record<string, string> = {
  verbs: [
    '| verb | does | flags of its own |',
    '|---|---|---|',
    ...verbs.map(
      ({ name, words, summary, flags: own }) =>
        `| \`${['kafka-lab', name, words].filter(Boolean).join(' ')}\` | ${summary} | ${usage(own)} |`,
    ),
    '| `kafka-lab kubectl …` | the built-in kubectl on the cluster, of any kind, with the session’s own kubeconfig | kubectl’s own; before its words: `--cluster` `--context` `--name` `--namespace` `--home` |',
  ].join('\n'),
  flags: [
    '| flag | means |',
    '|---|---|',
    ...sharedFlags.map((name) => `| ${usage([name])} | ${flags[name].help} |`),
  ].join('\n'),
  keys: [
    '| keys | typed | where | what |',
    '|---|---|---|---|',
    ...bindings.map((binding) => {
      const typed = typedForm(binding);
      const keys = binding.keys.map((key) => `\`${key}\``).join(' ');
      return `| ${keys} | ${typed === undefined ? '' : `\`${typed}\``} | ${binding.scope} | ${binding.help} |`;
    }),
  ].join('\n'),
};

it.each(Object.keys(tables))('the README has the table of %s as the program has it', (name) => {
  const readme = readFileSync('README.md', 'utf8');
  const [open, close] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
  const [start, end] = [readme.indexOf(open) + open.length, readme.indexOf(close)];
  expect(end, `README.md has no section ${name}`).toBeGreaterThan(start - 1);
  if (process.env.UPDATE_README)
    writeFileSync('README.md', readme.slice(0, start) + tables[name] + readme.slice(end));
  else expect(readme.slice(start, end)).toBe(tables[name]);
});
