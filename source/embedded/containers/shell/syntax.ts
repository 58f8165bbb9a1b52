/** A shell script's syntax tree. */

/** A word is a concatenation of parts; quoted parts are neither split nor matched as patterns. */
export type Word = readonly WordPart[];

export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'parameter'; readonly parameter: Parameter; readonly quoted: boolean }
  | { readonly kind: 'command'; readonly script: Script; readonly quoted: boolean }
  /** `$((…))`: its text, once its contents are expanded. */
  | { readonly kind: 'arithmetic'; readonly expression: Word; readonly quoted: boolean };

/** `$NAME`, `${NAME:-word}`, `${NAME##pattern}`, `${#NAME}`. */
export interface Parameter {
  readonly name: string;
  readonly operator?: '-' | ':-' | '=' | ':=' | '?' | ':?' | '+' | ':+' | '#' | '##' | '%' | '%%' | 'length';
  readonly word?: Word;
}

export interface Redirection {
  readonly descriptor: number;
  readonly operator: '>' | '>>' | '<' | '>&';
  readonly target: Word;
}

export type Command = (
  | {
      readonly kind: 'simple';
      readonly assignments: readonly { readonly name: string; readonly value: Word }[];
      readonly words: readonly Word[];
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: Script; readonly body: Script }[];
      readonly otherwise?: Script;
    }
  | { readonly kind: 'for'; readonly name: string; readonly words: readonly Word[]; readonly body: Script }
  | { readonly kind: 'while'; readonly until: boolean; readonly condition: Script; readonly body: Script }
  | { readonly kind: 'group' | 'subshell'; readonly body: Script }
) & { readonly redirections: readonly Redirection[]; readonly line: number };

export interface Pipeline {
  readonly negated: boolean;
  readonly commands: readonly Command[];
}

/** Pipelines joined by `&&` and `||`, from left to right. */
export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
}

export type Script = readonly AndOr[];

/** A syntax error or unsupported syntax; `line` counts from 1. */
export class ShellSyntaxError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}
