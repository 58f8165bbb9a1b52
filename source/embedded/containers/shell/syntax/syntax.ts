/** A shell script's syntax tree. */

/** A word is a concatenation of parts; quoted parts are neither split nor matched as patterns. */
export type Word = readonly WordPart[];

export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'parameter'; readonly parameter: Parameter; readonly quoted: boolean }
  | { readonly kind: 'command'; readonly script: Script; readonly quoted: boolean }
  /** `$((…))`: its text, once its contents are expanded. */
  | { readonly kind: 'arithmetic'; readonly expression: Word; readonly quoted: boolean }
  /** `<(…)` and `>(…)` */
  | {
      readonly kind: 'process';
      readonly direction: 'in' | 'out';
      readonly script: Script;
      readonly quoted: false;
    };

/** `$NAME`, `${NAME[INDEX]}`, `${!NAME}`, each with an operation. */
export interface Parameter {
  readonly name: string;
  readonly index?: Word;
  /** `${!NAME}`: the value is the name of another parameter. */
  readonly isIndirect?: boolean;
  readonly operation?: Operation;
}

export type DefaultOperator = '-' | ':-' | '=' | ':=' | '?' | ':?' | '+' | ':+';
export type TrimOperator = '#' | '##' | '%' | '%%';

export type Operation =
  | { readonly kind: 'length' }
  | { readonly kind: 'default'; readonly operator: DefaultOperator; readonly word: Word }
  | { readonly kind: 'trim'; readonly operator: TrimOperator; readonly pattern: Word }
  | { readonly kind: 'slice'; readonly offset: Word; readonly length?: Word }
  | {
      readonly kind: 'replace';
      readonly where: 'first' | 'all' | 'start' | 'end';
      readonly pattern: Word;
      readonly replacement: Word;
    }
  | { readonly kind: 'case'; readonly operator: '^' | '^^' | ',' | ',,'; readonly pattern: Word }
  /** `${NAME@Q}` */
  | { readonly kind: 'transform'; readonly letter: string }
  /** `${!NAME[@]}` */
  | { readonly kind: 'keys' }
  /** `${!PREFIX*}` */
  | { readonly kind: 'names' };

export interface Assignment {
  readonly name: string;
  readonly index?: Word;
  /** `+=` */
  readonly appends: boolean;
  readonly value: Word | readonly Element[];
  readonly isArray: boolean;
}

/** `x`, `[INDEX]=x` in an array's parentheses. */
export interface Element {
  readonly index?: Word;
  readonly value: Word;
}

export type RedirectionOperator = '<' | '>' | '>>' | '>|' | '<>' | '<&' | '>&' | '&>' | '&>>' | '<<' | '<<<';

export interface Redirection {
  /** `{NAME}>`: the number is chosen and stored in the variable. */
  readonly descriptor: number | { readonly variable: string } | undefined;
  readonly operator: RedirectionOperator;
  /** The file, or the contents of a here-document or here-string. */
  readonly target: Word;
}

export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: Script;
  readonly end: ';;' | ';&' | ';;&';
}

/** `[[ … ]]` */
export type Conditional =
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'unary'; readonly operator: string; readonly word: Word }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Word; readonly right: Word }
  | { readonly kind: 'not'; readonly inner: Conditional }
  | { readonly kind: 'and' | 'or'; readonly left: Conditional; readonly right: Conditional };

export type Command = (
  | {
      readonly kind: 'simple';
      readonly assignments: readonly Assignment[];
      readonly words: readonly Word[];
      /** The assignments among the words of `declare`, `local`, `export` and `readonly`. */
      readonly declared: readonly Assignment[];
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: Script; readonly body: Script }[];
      readonly otherwise?: Script;
    }
  /** Without words: the positional parameters. */
  | { readonly kind: 'for'; readonly name: string; readonly words?: readonly Word[]; readonly body: Script }
  | {
      readonly kind: 'select';
      readonly name: string;
      readonly words?: readonly Word[];
      readonly body: Script;
    }
  | {
      readonly kind: 'count';
      readonly begin: Word;
      readonly condition: Word;
      readonly step: Word;
      readonly body: Script;
    }
  | { readonly kind: 'while'; readonly until: boolean; readonly condition: Script; readonly body: Script }
  | { readonly kind: 'case'; readonly word: Word; readonly items: readonly CaseItem[] }
  | { readonly kind: 'group' | 'subshell'; readonly body: Script }
  | { readonly kind: 'arithmetic'; readonly expression: Word }
  | { readonly kind: 'conditional'; readonly expression: Conditional }
  | { readonly kind: 'function'; readonly name: string; readonly body: Command; readonly source: string }
) & { readonly redirections: readonly Redirection[]; readonly line: number };

/** A compound command before its redirections. */
export type Compound = Command extends infer One
  ? One extends { readonly kind: 'simple' }
    ? never
    : Omit<One, 'redirections' | 'line'>
  : never;

export interface Pipeline {
  readonly negated: boolean;
  /** `time` */
  readonly isTimed: boolean;
  readonly commands: readonly Command[];
  /** `|&`: the indexes of the commands whose errors go into the pipe too. */
  readonly withErrors: readonly number[];
}

/** Pipelines joined by `&&` and `||`, from left to right. */
export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
  /** `&` */
  readonly isBackground: boolean;
  /** As `jobs` shows it. */
  readonly source: string;
}

export type Script = readonly AndOr[];

/** A syntax error; `line` counts from 1. */
export class ShellSyntaxError extends Error {
  readonly line: number;
  /** The text ended too early: more lines may complete it. */
  readonly isIncomplete: boolean;

  constructor(line: number, message: string, isIncomplete = false) {
    super(message);
    this.line = line;
    this.isIncomplete = isIncomplete;
  }
}
