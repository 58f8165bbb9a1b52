import { createHash, randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { askDoor, askToEnd, type DoorAddress } from './ask-door.ts';
import {
  ownIdentity,
  type ProcessIdentity,
  readIdentity,
  type Standing,
  standingOf,
} from './process-identity.ts';
import { type System, thisSystem } from './system.ts';

/** The process that holds a directory, as its lock file names it. */
export interface LockOwner extends ProcessIdentity {
  /** The real path of the directory; a copy of the file elsewhere says nothing. */
  readonly place: string;
  /** No two owners have the same; known only to who may read the file. */
  readonly secret: string;
  /** On 127.0.0.1, where it can be asked; see `door.ts`. */
  readonly port?: number;
}

/** This process, as the owner of a directory. The directory must exist. */
export function ownerHere(directory: string): LockOwner {
  return { ...ownIdentity(), place: realpathSync(directory), secret: randomBytes(24).toString('hex') };
}

/** The owner that a value from a file names; undefined if it names none, or is of another directory than `directory`. */
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

/** Tells an owner from every other, and gives nothing of its secret away. */
export function ownerId({ secret }: LockOwner): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 32);
}

/** Whether that owner runs: by when its process began, else by what it answers at its door. */
export async function standingOfOwner(owner: LockOwner, system: System = thisSystem): Promise<Standing> {
  const standing = standingOf(owner, system);
  const door = doorOf(owner);
  if (standing === 'running' || door === undefined) return standing;
  const answer = await askDoor(door);
  if (answer === 'answers') return 'running';
  return answer === 'absent' ? 'gone' : standing;
}

/** Asks the owner at its door to end. False if it has none, or did not say that it does. */
export async function askOwnerToEnd(owner: LockOwner): Promise<boolean> {
  const door = doorOf(owner);
  return door !== undefined && (await askToEnd(door)) === 'answers';
}

function doorOf({ port, secret, place }: LockOwner): DoorAddress | undefined {
  return port === undefined ? undefined : { port, secret, place };
}

function realPath(directory: string): string | undefined {
  try {
    return realpathSync(directory);
  } catch {
    // It is gone, and so is whatever was said of it.
    return undefined;
  }
}
