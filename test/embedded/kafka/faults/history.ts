/** What clients did and saw, and the rules that hold whatever happens to the brokers. */

interface Send {
  readonly producer: number;
  readonly sequence: number;
  readonly partition: number;
  /** Undefined: the send failed, or its outcome is unknown. */
  offset: number | undefined;
}

/**
 * What holds for the messages of one producer:
 * - `copies in order`: a retry may write a message again, and all copies are in order;
 * - `acknowledged in order`: only acknowledged copies are; what a retry left behind may be anywhere (Kafka without idempotence);
 * - `exactly once`: every message is there once, in order (Kafka with idempotence).
 */
export type Guarantee = 'copies in order' | 'acknowledged in order' | 'exactly once';

export interface Breach {
  /** `changed`: an offset had one value, then another. */
  readonly kind: 'lost' | 'invented' | 'order' | 'changed';
  readonly text: string;
}

export class History {
  private readonly sends = new Map<string, Send>();
  /** partition → offset → value */
  private polled = new Map<number, Map<number, string>>();
  private earlier = new Map<number, Map<number, string>>();
  private readonly highestPolled = new Map<number, number>();
  private readonly guarantee: (producer: number) => Guarantee;
  private readonly changes: Breach[] = [];
  private acknowledgedSends = 0;

  constructor(guarantee: (producer: number) => Guarantee = () => 'copies in order') {
    this.guarantee = guarantee;
  }

  get acknowledged(): number {
    return this.acknowledgedSends;
  }

  get failed(): number {
    return this.sends.size - this.acknowledged;
  }

  /** Call this before the message is sent. The value identifies it. */
  sending(producer: number, sequence: number, partition: number): string {
    const value = `${producer}/${sequence}`;
    this.sends.set(value, { producer, sequence, partition, offset: undefined });
    return value;
  }

  sent(value: string, offset: number): void {
    const send = this.sends.get(value)!;
    if (send.offset === undefined) this.acknowledgedSends++;
    send.offset = offset;
  }

  poll(partition: number, offset: number, value: string): void {
    const records = this.polled.get(partition) ?? new Map<number, string>();
    this.polled.set(partition, records);
    const before = records.get(offset) ?? this.earlier.get(partition)?.get(offset);
    if (before !== undefined && before !== value)
      this.changes.push({
        kind: 'changed',
        text: `${partition}@${offset} was \`${before}\`, then \`${value}\``,
      });
    records.set(offset, value);
    this.highestPolled.set(partition, Math.max(this.highest(partition), offset));
  }

  /** The highest offset that was polled from a partition, −1 for none. */
  highest(partition: number): number {
    return this.highestPolled.get(partition) ?? -1;
  }

  /** The number of offsets that were polled from a partition. */
  polledOf(partition: number): number {
    return this.polled.get(partition)?.size ?? 0;
  }

  /** From now on, the logs are read again from their start: whatever was read before and is missing now is lost. */
  readAgain(): void {
    this.earlier = this.polled;
    this.polled = new Map();
    this.highestPolled.clear();
  }

  /** Every violation of the rules, in words. */
  check(): string[] {
    return this.breaches().map(({ text }) => text);
  }

  /**
   * Every violation of the rules. With `ends`, the end offset of each partition, the logs count as read to their ends: a message that was
   * acknowledged beyond is lost.
   */
  breaches(ends?: ReadonlyMap<number, number>): Breach[] {
    const broken = [...this.changes];
    for (const [value, { partition, offset }] of this.sends) {
      if (offset === undefined || (ends === undefined && offset > this.highest(partition))) continue;
      const read = this.polled.get(partition)?.get(offset);
      if (read !== value)
        broken.push({
          kind: 'lost',
          text: `acknowledged \`${value}\` at ${partition}@${offset}, read \`${read}\``,
        });
    }
    for (const [partition, records] of this.polled)
      broken.push(...this.breachesIn(partition, records, ends?.get(partition)));
    for (const [partition, end] of ends ?? [])
      if (end > 0 && !this.polled.has(partition))
        broken.push({ kind: 'lost', text: `${partition}@0 was skipped` });
    return broken;
  }

  private breachesIn(
    partition: number,
    records: ReadonlyMap<number, string>,
    end: number | undefined,
  ): Breach[] {
    const broken: Breach[] = [];
    const last = new Map<number, number>();
    const once = new Set<string>();
    const offsets = [...records.keys()].sort((left, right) => left - right);
    for (const [index, offset] of offsets.entries()) {
      if (offset !== index) {
        broken.push({ kind: 'lost', text: `${partition}@${index} was skipped` });
        break;
      }
      const value = records.get(offset)!;
      const send = this.sends.get(value);
      if (send?.partition !== partition) {
        broken.push({ kind: 'invented', text: `nobody sent \`${value}\`, read at ${partition}@${offset}` });
        continue;
      }
      const { producer, sequence } = send;
      const guarantee = this.guarantee(producer);
      if (guarantee === 'exactly once') {
        if (once.has(value))
          broken.push({ kind: 'invented', text: `\`${value}\` stands again at ${partition}@${offset}` });
        once.add(value);
      }
      if (guarantee === 'acknowledged in order' && send.offset !== offset) continue;
      if (sequence < (last.get(producer) ?? 0))
        broken.push({
          kind: 'order',
          text: `\`${value}\` at ${partition}@${offset} is behind ${last.get(producer)}`,
        });
      last.set(producer, sequence);
    }
    if (end !== undefined && offsets.length > 0 && offsets.at(-1)! < end - 1)
      broken.push({ kind: 'lost', text: `${partition}@${offsets.at(-1)! + 1} was skipped` });
    return broken;
  }
}
