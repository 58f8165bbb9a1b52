import type { Process } from '../processes.ts';
import { signal, signalName, signalNumber } from '../signals.ts';

/** What a shell does at signals, at its end (`EXIT`) and at failures (`ERR`). An empty action ignores the signal. */
export class Traps {
  readonly #actions = new Map<string, string>();
  readonly #pending: string[] = [];
  #wake: (() => void)[] = [];

  /** A subshell keeps what is ignored. */
  constructor(process: Process | undefined, parent?: Traps) {
    if (parent)
      for (const [name, action] of parent.#actions) if (action === '') this.#actions.set(name, action);
    process?.handlers.push((number) => {
      const name = signalName(number);
      const action = name === undefined ? undefined : this.#actions.get(name);
      if (name === undefined || action === undefined) return false;
      if (action !== '' && this.#pending.length < 100) {
        this.#pending.push(name);
        for (const wake of this.#wake.splice(0)) wake();
      }
      return true;
    });
  }

  /** `INT`, `SIGINT`, `2`, `EXIT`, `0`, `ERR`: the name that traps go by; undefined for an unknown one. */
  static nameOf(text: string): string | undefined {
    const upper = text.toUpperCase();
    if (upper === 'EXIT' || text === '0') return 'EXIT';
    if (upper === 'ERR' || upper === 'DEBUG' || upper === 'RETURN') return upper;
    const number = signalNumber(text);
    return number === undefined || number === 0 ? undefined : signalName(number);
  }

  set(name: string, action: string | undefined): void {
    if (action === undefined) this.#actions.delete(name);
    else this.#actions.set(name, action);
  }

  get(name: string): string | undefined {
    return this.#actions.get(name);
  }

  all(): [name: string, action: string][] {
    const order = (name: string): number => (name === 'EXIT' ? 0 : (signalNumber(name) ?? 100));
    return [...this.#actions].sort(([a], [b]) => order(a) - order(b));
  }

  get isPending(): boolean {
    return this.#pending.length > 0;
  }

  /** The next signal that came and is not handled yet. */
  take(): string | undefined {
    return this.#pending.shift();
  }

  /** Resolves when a signal with an action comes; the returned function gives up. */
  whenPending(): { readonly came: Promise<void>; readonly stop: () => void } {
    let wake = (): void => {};
    const came = new Promise<void>((resolve) => {
      wake = resolve;
      if (this.isPending) resolve();
      else this.#wake.push(resolve);
    });
    return {
      came,
      stop: () => {
        this.#wake = this.#wake.filter((one) => one !== wake);
      },
    };
  }
}

export function exitStatusOf(name: string): number {
  return 128 + (signalNumber(name) ?? signal.term);
}
