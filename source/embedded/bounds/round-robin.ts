/** Things that wait in turn: each owner's in their order, and of several owners one after the other, however many wait for one of them. */
export class RoundRobin<Item> {
  /** In the order in which they come next. */
  readonly #owners = new Map<unknown, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(owner: unknown, item: Item): void {
    const own = this.#owners.get(owner);
    if (own) own.push(item);
    else this.#owners.set(owner, [item]);
    this.#size += 1;
  }

  /** The next one; its owner then comes after all others. */
  take(): Item | undefined {
    for (const [owner, own] of this.#owners) {
      const item = own.shift();
      this.#owners.delete(owner);
      if (own.length > 0) this.#owners.set(owner, own);
      this.#size -= 1;
      return item;
    }
    return undefined;
  }

  remove(owner: unknown, item: Item): void {
    const own = this.#owners.get(owner);
    const index = own?.indexOf(item) ?? -1;
    if (!own || index < 0) return;
    own.splice(index, 1);
    if (own.length === 0) this.#owners.delete(owner);
    this.#size -= 1;
  }
}
