import { createHash, randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { askDoor, askToEnd, type DoorAddress } from './ask-door.ts';
import { factsOf } from './process-facts.ts';
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

/**
 * Whether that owner runs. A process that holds a directory listens at its door for as long as it lives: one that began at the right
 * moment and does not is `unknown`, and so is one that names no door, for anybody can write the pid and start of any process into a file.
 */
export async function standingOfOwner(owner: LockOwner, system: System = thisSystem): Promise<Standing> {
  const standing = standingOf(owner, system);
  const door = doorOf(owner);
  if (door === undefined) return standing === 'running' ? 'unknown' : standing;
  const answer = await askDoor(door);
  if (answer === 'answers') return 'running';
  if (standing !== 'running') return answer === 'absent' ? 'gone' : standing;
  // Stopped or busy, it is silent; another program may listen there and be silent as well.
  return answer === 'silent' && runsNode(owner.pid, system) ? 'running' : 'unknown';
}

/** False where its program is known and is another than ours. */
function runsNode(pid: number, system: System): boolean {
  const facts = factsOf(pid, system);
  if (facts.kind !== 'running' || facts.program === undefined) return true;
  return basename(facts.program) === basename(process.execPath);
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
  } catch (error) {
    // It is gone, and so is whatever was said of it.
    if (goneCodes.has((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
}

const goneCodes: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);
