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

/** The shortest and longest timeout that a session may have, in ms. */
export interface SessionTimeouts {
  readonly least: number;
  readonly most: number;
}

/** 2 to 20 ticks. */
export function ticks(tickTimeMs: number): SessionTimeouts {
  return { least: tickTimeMs * 2, most: tickTimeMs * 20 };
}

/** The sessions and their deadlines, in ms of the caller's monotonic clock. Timeouts are limited, to 2..20 ticks if not told otherwise. */
export class SessionTable {
  /** The secret for deriving passwords, so that the log need not contain any. */
  passwordKey: Buffer = randomBytes(32);
  readonly #sessions = new Map<bigint, Session>();
  readonly #timeouts: SessionTimeouts;
  #nextId: bigint;

  /** `firstId` differs between runs of a server, so that session ids are never reused. */
  constructor(tickTimeMs: number, firstId: bigint, timeouts: SessionTimeouts = ticks(tickTimeMs)) {
    this.#timeouts = timeouts;
    this.#nextId = firstId;
  }

  /** Throws QUOTAEXCEEDED. */
  open(requestedTimeoutMs: number, now: number, id?: bigint): Session {
    if (this.#sessions.size >= mostSessions)
      throw new ZooKeeperError('QUOTAEXCEEDED', undefined, `${mostSessions} sessions`);
    const { least, most } = this.#timeouts;
    const timeoutMs = Math.min(most, Math.max(least, requestedTimeoutMs));
    return this.restore(id ?? this.#nextId++, timeoutMs, now);
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
