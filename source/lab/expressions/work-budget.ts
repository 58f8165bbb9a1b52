import { ExpressionError } from './expression-error.ts';

/** What one evaluation may cost, in units of about a node of the expression: 5 to 20 ms of a slow processor. */
export const mostWork = 50_000;
/** Characters that cost as much as one node. */
const charactersPerUnit = 64;

/**
 * Counts the work of one evaluation, as Kubernetes does for its own CEL expressions. Time is no measure: it depends on the machine.
 * Each method charges before the work is done, so that an exhausted budget stops it even where `||` or `all` would swallow the error.
 */
export class WorkBudget {
  #left = mostWork;
  /** Made once: an exhausted budget may be met again and again, and a new error costs more than what it prevents. */
  readonly #exhausted = new ExpressionError(
    'bounds',
    'it takes too much work: narrow the lists that it goes through',
  );

  /** Starts a new evaluation. */
  renew(): void {
    this.#left = mostWork;
  }

  /** @throws ExpressionError `bounds` */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left >= 0) return;
    this.#left = -1;
    throw this.#exhausted;
  }

  /** Charges a loop over `list` whose body has `nodes` nodes. */
  spendLoop(nodes: number, list: unknown): void {
    this.spend(nodes * lengthOf(list));
  }

  /** Charges the splitting of a text, into characters at worst. */
  spendPieces(value: unknown): void {
    this.spend(typeof value === 'string' ? Math.ceil(value.length / 4) : 1);
  }

  /** Charges a value with all that it contains, as often as it contains it. */
  spendDeep(value: unknown): void {
    if (typeof value === 'string') this.spend(1 + Math.floor(value.length / charactersPerUnit));
    else if (Array.isArray(value)) for (const item of value) this.spendDeep(item);
    else if (typeof value === 'object' && value !== null)
      for (const item of value instanceof Map ? value.values() : Object.values(value)) this.spendDeep(item);
    this.spend(1);
  }
}

function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map) return value.size;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 1;
}
