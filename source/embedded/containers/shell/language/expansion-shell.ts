import type { ContainerFiles } from '../container-files.ts';
import type { Script, Word } from '../syntax/syntax.ts';
import type { Piece } from './glob.ts';
import type { Variables } from './variables.ts';

/** What expansion needs from its shell. */
export interface ExpansionShell {
  readonly variables: Variables;
  readonly files: ContainerFiles;
  readonly options: ReadonlySet<string>;
  /** Names of `shopt` that are on. */
  readonly features: ReadonlySet<string>;
  readonly cwd: string;
  /** The positional parameters, `$1` first. */
  readonly positional: readonly string[];
  /** `$?`, `$#`, `$RANDOM` and the like; undefined for a name that is no special parameter. */
  special(name: string): string | undefined;
  get(name: string, index?: string): string | undefined;
  set(name: string, value: string, index?: string): void;
  /** Whether subscripts of an array are texts. */
  hasNames(name: string): boolean;
  /** Runs a command substitution; returns the output without trailing newlines. */
  capture(script: Script): Promise<string>;
  /** The path of a file that holds the output of commands, or takes their input. */
  substituteProcess(direction: 'in' | 'out', script: Script): Promise<string>;
}

/** The value of an expansion; several where it is that of an array or of all parameters. */
export interface Expanded {
  readonly values: readonly string[];
  readonly isMany: boolean;
  readonly isStar: boolean;
}

/** How the words in a parameter's operation are expanded. */
export interface Expander {
  readonly shell: ExpansionShell;
  text(word: Word): Promise<string>;
  pieces(word: Word): Promise<Piece[]>;
  calculate(word: Word): Promise<bigint>;
}
