import { parseArgs } from 'node:util';

/** All parts, in running order. A part is `parts/NAME.ts`. */
export const partNames = ['endings', 'journal', 'text', 'faults', 'decoys', 'soak', 'loop'] as const;
export type PartName = (typeof partNames)[number];

export interface ProofOptions {
  readonly length: 'short' | 'long';
  readonly seed: number;
  readonly only: readonly PartName[];
  /** Forget what an earlier run found of these parts. */
  readonly fresh: boolean;
}

export const usage = `usage: npm run prove -- [--long] [--only PART[,PART]] [--seed N] [--fresh]
parts: ${partNames.join(', ')}
A proof that was stopped goes on with the row that comes next; --fresh starts these parts anew.
Several may run at the same time, each with parts of its own.`;

const mostSeed = 0xffff_ffff;

/** @throws Error with the usage: an unknown flag or part, or a seed that is not a number from 0 to 4294967295. */
export function readOptions(words: readonly string[]): ProofOptions {
  const values = parseWords(words);
  const only = (values.only?.split(',') ?? partNames).map((name) => {
    const known = partNames.find((each) => each === name);
    if (known === undefined) throw new Error(`\`${name}\` is not a part\n${usage}`);
    return known;
  });
  const seed = Number(values.seed);
  if (!/^\d+$/.test(values.seed) || seed > mostSeed)
    throw new Error(`--seed is \`${values.seed}\`: give a whole number up to ${mostSeed}\n${usage}`);
  return { length: values.long ? 'long' : 'short', seed, only, fresh: values.fresh };
}

function parseWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        long: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        only: { type: 'string' },
        seed: { type: 'string', default: '1' },
      },
    }).values;
  } catch (error) {
    // What `parseArgs` throws names the word that is wrong.
    throw new Error(`${(error as Error).message}\n${usage}`, { cause: error });
  }
}
