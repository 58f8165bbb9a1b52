/** What clients did and saw, and the rules that hold whatever happens to the brokers. */

interface Send {
  readonly producer: number;
  readonly sequence: number;
  readonly partition: number;
  /** Undefined: it failed, or nobody knows. */
  offset: number | undefined;
}

export class History {
  private readonly sends = new Map<string, Send>();
  /** partition → offset → value */
  private readonly polled = new Map<number, Map<number, string>>();
  readonly violations: string[] = [];

  get acknowledged(): number {
    return [...this.sends.values()].filter(({ offset }) => offset !== undefined).length;
  }

  get failed(): number {
    return this.sends.size - this.acknowledged;
  }

  /** Call before the message goes out. The value names it. */
  sending(producer: number, sequence: number, partition: number): string {
    const value = `${producer}/${sequence}`;
    this.sends.set(value, { producer, sequence, partition, offset: undefined });
    return value;
  }

  sent(value: string, offset: number): void {
    this.sends.get(value)!.offset = offset;
  }

  poll(partition: number, offset: number, value: string): void {
    const records = this.polled.get(partition) ?? new Map<number, string>();
    this.polled.set(partition, records);
    const before = records.get(offset);
    if (before !== undefined && before !== value)
      this.violations.push(`${partition}@${offset} was \`${before}\`, then \`${value}\``);
    records.set(offset, value);
  }

  /** The highest offset that was polled of a partition, −1 for none. */
  highest(partition: number): number {
    return Math.max(-1, ...(this.polled.get(partition)?.keys() ?? []));
  }

  /** Every breach of the rules, in words. */
  check(): string[] {
    const broken = [...this.violations];
    for (const [value, { partition, offset }] of this.sends) {
      if (offset === undefined || offset > this.highest(partition)) continue;
      const read = this.polled.get(partition)?.get(offset);
      if (read !== value)
        broken.push(`acknowledged \`${value}\` at ${partition}@${offset}, read \`${read}\``);
    }
    for (const [partition, records] of this.polled) {
      const last = new Map<number, number>();
      const offsets = [...records.keys()].sort((left, right) => left - right);
      for (const [index, offset] of offsets.entries()) {
        if (offset !== index) {
          broken.push(`${partition}@${index} was skipped`);
          break;
        }
        const value = records.get(offset)!;
        const send = this.sends.get(value);
        if (send?.partition !== partition) {
          broken.push(`nobody sent \`${value}\`, read at ${partition}@${offset}`);
          continue;
        }
        if (send.sequence < (last.get(send.producer) ?? 0))
          broken.push(`\`${value}\` at ${partition}@${offset} is behind ${last.get(send.producer)}`);
        last.set(send.producer, send.sequence);
      }
    }
    return broken;
  }
}
