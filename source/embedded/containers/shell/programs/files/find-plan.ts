import type { ProgramContext } from '../../program.ts';
import type { Found } from '../tool/walk.ts';

/** Whether a file is meant; it may act on it. */
export type Test = (found: Found) => Promise<boolean> | boolean;

/** What an expression needs beside its tests. */
export interface Plan {
  readonly context: ProgramContext;
  mostDepth: number;
  leastDepth: number;
  isDepthFirst: boolean;
  /** Something but -prune was said to be done. */
  acts: boolean;
  follows: boolean;
  readonly pruned: Set<string>;
  /** `-exec … +`: the files that wait, and the words before them. */
  readonly batches: { readonly words: readonly string[]; readonly files: string[] }[];
  code: number;
  isOver: boolean;
}
