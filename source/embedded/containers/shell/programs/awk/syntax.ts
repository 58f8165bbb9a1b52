import type { Pattern } from '../../regular-expression/pattern.ts';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'pattern'; readonly pattern: Pattern; readonly source: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'field'; readonly index: Expression }
  | { readonly kind: 'element'; readonly name: string; readonly keys: readonly Expression[] }
  | {
      readonly kind: 'assign';
      readonly operator: string;
      readonly target: Target;
      readonly value: Expression;
    }
  | { readonly kind: 'change'; readonly by: 1 | -1; readonly isPrefix: boolean; readonly target: Target }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'unary'; readonly operator: '!' | '-' | '+'; readonly inner: Expression }
  | {
      readonly kind: 'choice';
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  | { readonly kind: 'in'; readonly keys: readonly Expression[]; readonly name: string }
  | {
      readonly kind: 'match';
      readonly isNegated: boolean;
      readonly text: Expression;
      readonly pattern: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly values: readonly Expression[] }
  | {
      readonly kind: 'getline';
      readonly target: Target | undefined;
      readonly from: { readonly kind: 'file' | 'command'; readonly source: Expression } | undefined;
    }
  | { readonly kind: 'group'; readonly values: readonly Expression[] };

export type Target = Extract<Expression, { kind: 'variable' | 'field' | 'element' }>;

export type Statement =
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'expression'; readonly value: Expression }
  | {
      readonly kind: 'print' | 'printf';
      readonly values: readonly Expression[];
      readonly to: { readonly operator: '>' | '>>' | '|'; readonly target: Expression } | undefined;
    }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly yes: Statement;
      readonly no: Statement | undefined;
    }
  | {
      readonly kind: 'while';
      readonly condition: Expression;
      readonly body: Statement;
      readonly isAfter: boolean;
    }
  | {
      readonly kind: 'for';
      readonly begin: Statement | undefined;
      readonly condition: Expression | undefined;
      readonly step: Statement | undefined;
      readonly body: Statement;
    }
  | { readonly kind: 'each'; readonly variable: string; readonly array: string; readonly body: Statement }
  | { readonly kind: 'delete'; readonly name: string; readonly keys: readonly Expression[] | undefined }
  | { readonly kind: 'next' | 'nextfile' | 'break' | 'continue' }
  | { readonly kind: 'exit' | 'return'; readonly value: Expression | undefined };

export interface Rule {
  readonly kind: 'BEGIN' | 'END' | 'main';
  readonly from: Expression | undefined;
  readonly to: Expression | undefined;
  readonly body: Statement | undefined;
}

export interface AwkFunction {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

export interface AwkProgram {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}
