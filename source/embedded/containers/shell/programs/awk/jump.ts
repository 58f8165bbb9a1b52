import type { Value } from './values.ts';

/** `next`, `break`, `exit` and `return`. */
export class Jump {
  readonly kind: 'next' | 'nextfile' | 'break' | 'continue' | 'exit' | 'return';
  readonly value: Value;

  constructor(kind: Jump['kind'], value: Value = '') {
    this.kind = kind;
    this.value = value;
  }
}
