import { hex } from '../log-line.ts';
import { Latency } from './latency.ts';

/** The last response to a client. */
interface Answered {
  /** As ZooKeeper abbreviates it: `GETD`; `NA` for a write that failed. */
  readonly operation: string;
  /** Negative: the client's own numbers go on. */
  readonly xid: number;
  readonly zxid: bigint;
  /** Ms on the monotonic clock. */
  readonly since: number;
  readonly now: number;
}

/** What `cons` tells of one client, and `crst` resets. */
export class ClientStats {
  received = 0;
  sent = 0;
  readonly #latency = new Latency();
  #lastXid = -1;
  #last: Answered | undefined;

  answered(last: Answered): void {
    this.#last = last;
    if (last.xid >= 0) this.#lastXid = last.xid;
    this.#latency.add(last.now - last.since);
  }

  reset(): void {
    this.received = this.sent = 0;
    this.#latency.reset();
    this.#lastXid = -1;
    this.#last = undefined;
  }

  /** The part of a client's line before its session. */
  get counts(): string {
    return `(queued=0,recved=${this.received},sent=${this.sent}`;
  }

  session(id: bigint, since: number, timeoutMs: number): string {
    const { operation = 'NA', zxid = -1n, since: from = 0, now = 0 } = this.#last ?? {};
    return [
      `,sid=${hex(id)},lop=${operation},est=${Math.trunc(since)},to=${timeoutMs}`,
      this.#lastXid < 0 ? '' : `,lcxid=0x${this.#lastXid.toString(16)}`,
      `,lzxid=${hex(zxid)},lresp=${Math.trunc(now)},llat=${Math.max(0, Math.trunc(now - from))}`,
      `,minlat=${this.#latency.least},avglat=${this.#latency.wholeMean},maxlat=${this.#latency.most}`,
    ].join('');
  }
}
