import type { JuteReader } from '../protocol/bytes.ts';
import { errorCodes, ZooKeeperError } from '../protocol/error.ts';

/** A request that a client waits for. */
export interface Request {
  readonly type: number;
  readonly path: string | undefined;
  readonly body: Buffer;
  readonly onReply: (reader: JuteReader) => void;
  readonly onError: (error: ZooKeeperError) => void;
}

/** Why a request has no answer. */
export type Lost = 'CONNECTIONLOSS' | 'SESSIONEXPIRED' | 'AUTHFAILED';

/** The requests of a session: those that were sent, by their xid, and those that wait for a connection. */
export class PendingRequests {
  readonly #sent = new Map<number, Request>();
  readonly #waiting: Request[] = [];
  #nextXid = 1;

  takeXid(): number {
    const xid = this.#nextXid;
    this.#nextXid = xid === 0x7fffffff ? 1 : xid + 1;
    return xid;
  }

  /** The request is about to be sent. Returns its xid. */
  sending(request: Request): number {
    const xid = this.takeXid();
    this.#sent.set(xid, request);
    return xid;
  }

  keep(request: Request): void {
    this.#waiting.push(request);
  }

  /** Those that wait for a connection, in their order; they wait no longer. */
  takeWaiting(): Request[] {
    return this.#waiting.splice(0);
  }

  /** Hands a reply to the request that it answers; returns false if there is none. `error` is a number of the protocol. */
  settle(xid: number, error: number, reader: JuteReader): boolean {
    const request = this.#sent.get(xid);
    if (request === undefined) return false;
    this.#sent.delete(xid);
    if (error === errorCodes.OK) request.onReply(reader);
    else request.onError(ZooKeeperError.fromNumber(error, request.path));
    return true;
  }

  failSent(code: Lost): void {
    const failed = [...this.#sent.values()];
    this.#sent.clear();
    for (const request of failed) request.onError(new ZooKeeperError(code, request.path));
  }

  failAll(code: Lost): void {
    this.failSent(code);
    for (const request of this.takeWaiting()) request.onError(new ZooKeeperError(code, request.path));
  }
}
