import { describe, expect, it } from 'vitest';
import { type FlagName, parseFlags, sharedFlags } from '../../../source/commands/command-line/flags.ts';
import { readOptions } from '../../../source/commands/command-line/options.ts';

/** Flags that apply only to some kinds of cluster, and a value for each. */
const only: Partial<Record<FlagName, { readonly value: string; readonly on: readonly string[] }>> = {
  name: { value: 'x', on: ['embedded', 'kind'] },
  context: { value: 'x', on: ['context'] },
  namespace: { value: 'x', on: ['context'] },
  'client-image': { value: 'x', on: ['context'] },
  'node-image': { value: 'x', on: ['kind', 'context'] },
  'client-command': { value: 'x', on: ['embedded'] },
};

const read = (...words: string[]) => readOptions(parseFlags('kafka-lab run', words, []));

describe.each(['embedded', 'kind', 'context'])('on %s', (kind) => {
  it.each(sharedFlags.filter((name) => name !== 'cluster' && name !== 'help'))(
    '--%s is used, or refused with the kinds of cluster to which it applies',
    (name) => {
      const { value, on } = only[name] ?? { value: name === 'kubectl' ? 'builtin' : 'x', on: [kind] };
      const run = () => read('--cluster', kind, `--${name}`, value);
      if (on.includes(kind)) expect(run().flags).toHaveProperty([name]);
      else
        expect(run).toThrow(
          expect.objectContaining({
            code: 'usage',
            message: `--${name} cannot be used with \`--cluster ${kind}\``,
            hint: `it applies to --cluster ${on.join(' and --cluster ')} only`,
          }),
        );
    },
  );
});

it('the base image of the clients was ignored if they had an image of their own', () => {
  expect(() => read('--cluster', 'context', '--client-image', 'x', '--node-image', 'y')).toThrow(
    '--node-image cannot be used with `--client-image`',
  );
});
