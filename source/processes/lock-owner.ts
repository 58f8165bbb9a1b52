import { createHash, randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseJson } from '../files/parse-json.ts';
import { askControlPort, askToEnd, type ControlAddress } from './control-client.ts';
import { readLock } from './lock-file.ts';
import { factsOf } from './process-facts.ts';
import { ownIdentity, type ProcessIdentity, processStatus, readIdentity } from './process-identity.ts';
import { type System, thisSystem } from './system.ts';

/** The process that holds a directory, as its lock file names it. */
export interface LockOwner extends ProcessIdentity {
  /** The real path of the directory; a copy of the file elsewhere does not count. */
  readonly place: string;
  /** Unique to this owner; known only to users who may read the file. */
  readonly secret: string;
  /** Its control port on 127.0.0.1; see `control-port.ts`. */
  readonly port?: number;
}

/** This process, as the owner of a directory. The directory must exist. */
export function ownerHere(directory: string): LockOwner {
  return { ...ownIdentity(), place: realpathSync(directory), secret: randomBytes(24).toString('hex') };
}

/** The owner that a value from a file names; undefined if it names none, or belongs to another directory. */
export function readOwner(value: unknown, directory: string): LockOwner | undefined {
  const identity = readIdentity(value);
  if (identity === undefined) return undefined;
  const { place, secret, port } = value as Readonly<Record<string, unknown>>;
  if (typeof secret !== 'string' || !/^[0-9a-f]{48}$/.test(secret)) return undefined;
  if (typeof place !== 'string' || place !== realPath(directory)) return undefined;
  if (port === undefined) return { ...identity, place, secret };
  return isPort(port) ? { ...identity, place, secret, port } : undefined;
}

export const isPort = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) > 0 && (value as number) <= 0xffff;

/** The owner that the lock file in the directory names; undefined if there is none, or none of this directory. */
export function lockedBy(directory: string): LockOwner | undefined {
  const found = readLock(join(directory, 'lock'));
  return found === undefined ? undefined : readOwner(parseJson(found.text), directory);
}

/** Identifies an owner without revealing its secret. */
export function ownerId({ secret }: LockOwner): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 32);
}

/** What is known of an owner: `confirmed` is its process, as it says itself where it can, since the file may have been edited. */
export type OwnerState =
  | { readonly status: 'running'; readonly confirmed: ProcessIdentity }
  | { readonly status: 'gone' | 'unknown' };

/**
 * Whether that owner runs. A process that holds a directory listens on its control port for as long as it runs. One that started at the
 * right time but does not listen is `unknown`. So is one without a control port: anyone can write the pid and start time of any process
 * into a file.
 */
export async function ownerState(owner: LockOwner, system: System = thisSystem): Promise<OwnerState> {
  const status = processStatus(owner, system);
  const address = controlAddressOf(owner);
  if (address === undefined) return { status: status === 'gone' ? 'gone' : 'unknown' };
  const answer = await askControlPort(address);
  if (answer.kind === 'answers') return { status: 'running', confirmed: answer.identity ?? owner };
  if (status !== 'running') return { status: answer.kind === 'absent' ? 'gone' : status };
  // A stopped or busy owner is silent; so may be another program that listens there.
  return answer.kind === 'silent' && runsNode(owner.pid, system)
    ? { status: 'running', confirmed: owner }
    : { status: 'unknown' };
}

/** False if its program is known and is not ours. */
function runsNode(pid: number, system: System): boolean {
  const facts = factsOf(pid, system);
  if (facts.kind !== 'running' || facts.program === undefined) return true;
  return basename(facts.program) === basename(process.execPath);
}

/** Asks the owner to end through its control port. False if it has none, or did not agree. */
export async function askOwnerToEnd(owner: LockOwner): Promise<boolean> {
  const address = controlAddressOf(owner);
  return address !== undefined && (await askToEnd(address)).kind === 'answers';
}

function controlAddressOf({ port, secret, place }: LockOwner): ControlAddress | undefined {
  return port === undefined ? undefined : { port, secret, place };
}

function realPath(directory: string): string | undefined {
  try {
    return realpathSync(directory);
  } catch (error) {
    // The directory is gone, and its owner with it.
    if (goneCodes.has((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
}

const goneCodes: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);
