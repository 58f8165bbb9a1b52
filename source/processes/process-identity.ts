import { factsOf } from './process-facts.ts';
import { type System, thisSystem } from './system.ts';

/** Distinguishes one process from every other that had or will have its pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** ms since the epoch, by the clock of its start. */
  readonly startedAt: number;
  /** See `ProcessFacts.mark`; missing where the system has none. */
  readonly mark?: string;
}

/** `unknown`: a process has the pid, but it cannot be identified. */
export type ProcessStatus = 'running' | 'gone' | 'unknown';

/*
 * Node records its own start slightly later than the system, `ps` truncates to whole seconds, and clocks tick coarsely. A process that got
 * the pid later cannot fall into this range: the previous one had to end first.
 */
const earlierByMs = 15_000;
const laterByMs = 1_500;

/** Windows has pids of 32 bits. */
const maxPid = 0xffff_ffff;

export const isPid = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) > 0 && (value as number) <= maxPid;

let own: ProcessIdentity | undefined;

/** This process. */
export function ownIdentity(): ProcessIdentity {
  own ??= identityNow();
  return own;
}

function identityNow(): ProcessIdentity {
  const startedAt = Math.round(performance.timeOrigin);
  // Outside Linux this takes a child process, so we ask only about processes other than our own.
  const facts = process.platform === 'linux' ? factsOf(process.pid) : undefined;
  const mark = facts?.kind === 'running' ? facts.mark : undefined;
  return { pid: process.pid, startedAt, ...(mark === undefined ? {} : { mark }) };
}

/** The identity in a value that a file held; undefined if it holds none. */
export function readIdentity(value: unknown): ProcessIdentity | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, startedAt, mark } = value as Readonly<Record<string, unknown>>;
  if (!isPid(pid) || typeof startedAt !== 'number' || !Number.isFinite(startedAt)) return undefined;
  if (mark === undefined) return { pid, startedAt };
  return typeof mark === 'string' && mark.length <= 100 ? { pid, startedAt, mark } : undefined;
}

/** Whether this exact process runs; a zombie does not. */
export function processStatus(
  { pid, startedAt, mark }: ProcessIdentity,
  system: System = thisSystem,
): ProcessStatus {
  const facts = factsOf(pid, system);
  if (facts.kind === 'gone') return 'gone';
  // Our processes run as our user. On Windows, an elevated process of the same user cannot be signalled either.
  if (facts.kind === 'hidden') return facts.another && system.platform !== 'win32' ? 'gone' : 'unknown';
  if (mark !== undefined && facts.mark !== undefined) return mark === facts.mark ? 'running' : 'gone';
  if (facts.startedAt === undefined) return 'unknown';
  const later = facts.startedAt - startedAt;
  return later >= -earlierByMs && later <= laterByMs ? 'running' : 'gone';
}

/** Signals this exact process; false if it is gone, cannot be identified, or must not be signalled. */
export function signalConfirmed(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (processStatus(identity) !== 'running') return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH' || code === 'EPERM') return false;
    throw error;
  }
}
