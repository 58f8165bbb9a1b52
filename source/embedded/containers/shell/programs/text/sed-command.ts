import type { Pattern } from '../../regular-expression/pattern.ts';

export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'pattern'; readonly pattern: Pattern | undefined }
  /** The end of a range: so many lines later, or at a multiple. */
  | { readonly kind: 'plus' | 'multiple'; readonly count: number };

export interface SedCommand {
  readonly letter: string;
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly isNegated: boolean;
  /** The text of `a`, `i`, `c`; the label of `b`, `t`, `:`; the file of `r` and `w`; the number of `q`. */
  readonly text: string;
  readonly substitution?: Substitution;
  readonly letters?: ReadonlyMap<string, string>;
  /** For `{` the index of its `}`. */
  end: number;
  /** Whether a range is open, and where it ends. */
  isOpen: boolean;
  lastLine: number;
}

export interface Substitution {
  /** Undefined: the last one that was used. */
  readonly pattern: Pattern | undefined;
  readonly replacement: string;
  readonly isGlobal: boolean;
  readonly nth: number;
  readonly prints: boolean;
  readonly file: string | undefined;
}
