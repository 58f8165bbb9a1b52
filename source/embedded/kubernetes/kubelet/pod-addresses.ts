/** Allocates pod addresses of a node, `<prefix>.2` to `<prefix>.254`; a freed address is not reused at once. */
export class PodAddresses {
  readonly #prefix: string;
  readonly #taken = new Set<number>();
  #last = 1;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** undefined: all are in use. */
  take(): string | undefined {
    for (let tries = 0; tries < 253; tries++) {
      this.#last = this.#last >= 254 ? 2 : this.#last + 1;
      if (this.#taken.has(this.#last)) continue;
      this.#taken.add(this.#last);
      return `${this.#prefix}.${this.#last}`;
    }
    return undefined;
  }

  free(ip: string): void {
    this.#taken.delete(Number(ip.slice(ip.lastIndexOf('.') + 1)));
  }
}
