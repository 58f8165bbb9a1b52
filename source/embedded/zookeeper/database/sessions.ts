import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ZooKeeperError } from '../protocol/error.ts';

/** The most live sessions, connected or not; further ones are refused. */
export const mostSessions = 2000;

export interface Session {
  readonly id: bigint;
  readonly password: Buffer;
  readonly timeoutMs: number;
  /** When it expires without a heartbeat, on the caller's clock. */
  deadline: number;
}

/** The sessions and their deadlines, in ms of the caller's monotonic clock. Timeouts are limited to 2..20 ticks. */
export class SessionTable {
  /** The secret for deriving passwords, so that the log need not contain any. */
  passwordKey: Buffer = randomBytes(32);
  readonly #sessions = new Map<bigint, Session>();
  readonly #minTimeoutMs: number;
  readonly #maxTimeoutMs: number;
  #nextId: bigint;

  /** `firstId` differs between runs of a server, so that session ids are never reused. */
  constructor(tickTimeMs: number, firstId: bigint) {
    this.#minTimeoutMs = tickTimeMs * 2;
    this.#maxTimeoutMs = tickTimeMs * 20;
    this.#nextId = firstId;
  }

  /** Throws QUOTAEXCEEDED. */
  open(requestedTimeoutMs: number, now: number): Session {
    if (this.#sessions.size >= mostSessions)
      throw new ZooKeeperError('QUOTAEXCEEDED', undefined, `${mostSessions} sessions`);
    const timeoutMs = Math.min(this.#maxTimeoutMs, Math.max(this.#minTimeoutMs, requestedTimeoutMs));
    return this.restore(this.#nextId++, timeoutMs, now);
  }

  /** A session of an earlier run of this server: its full timeout starts again. */
  restore(id: bigint, timeoutMs: number, now: number): Session {
    const session: Session = { id, password: this.#passwordOf(id), timeoutMs, deadline: now + timeoutMs };
    this.#sessions.set(id, session);
    return session;
  }

  #passwordOf(id: bigint): Buffer {
    return createHmac('sha256', this.passwordKey).update(String(id)).digest().subarray(0, 16);
  }

  /** The session, if it is alive and the password matches. */
  resume(id: bigint, password: Buffer, now: number): Session | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined || password.length !== 16 || !timingSafeEqual(password, session.password)) {
      return undefined;
    }
    this.touch(id, now);
    return session;
  }

  touch(id: bigint, now: number): void {
    const session = this.#sessions.get(id);
    if (session !== undefined) session.deadline = Math.max(session.deadline, now + session.timeoutMs);
  }

  /** Extends every deadline by the time in which this process could not listen. */
  grant(extraMs: number): void {
    for (const session of this.#sessions.values()) session.deadline += extraMs;
  }

  expired(now: number): Session[] {
    return [...this.#sessions.values()].filter((session) => session.deadline <= now);
  }

  has(id: bigint): boolean {
    return this.#sessions.has(id);
  }

  close(id: bigint): boolean {
    return this.#sessions.delete(id);
  }

  all(): readonly Session[] {
    return [...this.#sessions.values()];
  }
}
