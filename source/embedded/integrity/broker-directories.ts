import { realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isFileFailure } from '../../files/file-failure.ts';
import { fieldsOf } from '../../files/parse-json.ts';
import { checkSum, withSum } from '../../files/summed-json.ts';
import { replacePlain } from '../paths/plain-directory.ts';
import { readPlain } from '../paths/plain-file.ts';

/** In a cluster's data: which broker has which directory. */
export const brokersFile = 'brokers.json';

const longestFile = 1024 * 1024;
const mostDirectories = 1000;

/** The broker that a directory belongs to. */
export interface DirectoryOwner {
  readonly clusterId: string;
  readonly brokerId: number;
}

/** Records the directories of the brokers, each of which says itself whose it is: without the record nobody could tell that one is gone, or another's. */
export class BrokerDirectories {
  readonly #data: string;
  readonly #owners: Map<string, DirectoryOwner>;

  /** `data` is the cluster's real data directory; what an earlier run recorded there is kept. */
  constructor(data: string) {
    this.#data = data;
    this.#owners = new Map(readOwners(data));
  }

  /** A broker begins with this directory. Throws system errors and `PathError`. */
  note(directory: string, { clusterId, brokerId }: DirectoryOwner): void {
    const path = relative(this.#data, realpathSync(directory)).split(sep).join('/');
    const before = this.#owners.get(path);
    if (path.startsWith('..') || (before?.clusterId === clusterId && before.brokerId === brokerId)) return;
    this.#owners.delete(path);
    this.#owners.set(path, { clusterId, brokerId });
    for (const oldest of this.#owners.keys()) {
      if (this.#owners.size <= mostDirectories) break;
      this.#owners.delete(oldest);
    }
    try {
      replacePlain(join(this.#data, brokersFile), withSum(JSON.stringify({ owners: [...this.#owners] })));
    } catch (error) {
      // On a full disk: the next broker that begins writes it.
      if (!isFileFailure(error)) throw error;
    }
  }
}

/** The text of the record, if it is valid: path relative to the data directory → owner. */
export function parseOwners(text: string): ReadonlyMap<string, DirectoryOwner> | undefined {
  if (checkSum(text) !== 'right') return undefined;
  const { owners } = fieldsOf(text);
  if (!Array.isArray(owners) || !owners.every(isEntry)) return undefined;
  return new Map(owners);
}

function isEntry(entry: unknown): entry is [string, DirectoryOwner] {
  if (!Array.isArray(entry) || entry.length !== 2) return false;
  const [path, owner] = entry as unknown[];
  if (typeof path !== 'string' || path.split('/').some((name) => name === '..' || name === '')) return false;
  const { clusterId, brokerId } = (owner ?? {}) as Record<string, unknown>;
  return typeof clusterId === 'string' && typeof brokerId === 'number';
}

function readOwners(data: string): ReadonlyMap<string, DirectoryOwner> {
  try {
    return parseOwners(readPlain(join(data, brokersFile), longestFile).toString('utf8')) ?? new Map();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
}
