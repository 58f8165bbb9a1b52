import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { readRegularText } from '../../../files/regular-file.ts';
import { withSum } from '../../../files/summed-json.ts';
import type { KubeObject, ResourceName } from '../store-api.ts';
import type { LoggedEvent } from './event-log.ts';
import { type Line, readLine } from './object-line.ts';

/** Objects as they were, and the version of the last change to any of them. */
export interface StoredObjects {
  readonly version: number;
  readonly objects: readonly { readonly resource: ResourceName; readonly object: KubeObject }[];
}

// What is true for a moment only: a lease says who lived, an event what happened, to those who look now.
const passing: ReadonlySet<ResourceName> = new Set(['events', 'leases']);
const maxFileBytes = 512 * 1024 * 1024;
const compactAboveBytes = 8 * 1024 * 1024;

/*
 * One line of JSON for each change, in their order:
 *
 *   {"version":N}                                     all changes up to this version are in the lines before, or undone
 *   {"version":N,"resource":"pods","object":{...}}    made, or changed to this
 *   {"version":N,"resource":"pods","gone":"ns/name"}  removed
 *
 * Each ends with `"sum"`, its CRC-32.
 */

/** Told when changes can no longer be written down, and with `undefined` when they all are again. */
export type OnTrouble = (error: unknown) => void;

const tryAgainAfterMs = 1_000;

/**
 * The objects of a cluster on disk, as etcd keeps them: each change is written before anybody learns of it, and outlives the
 * process (it is not forced to the disk: not the machine). While the disk takes nothing the cluster goes on in memory, and the whole
 * file is written anew as soon as it can be.
 */
export class ObjectLog {
  readonly #path: string;
  readonly #contents: () => StoredObjects;
  readonly #onTrouble: OnTrouble;
  #fd: number;
  #size = 0;
  #compactAbove = compactAboveBytes;
  /** Why changes are not written now. */
  #trouble: unknown;
  #triedAt = 0;

  /**
   * Begins the file with these objects. `contents` says what there is whenever the file has grown too long. Throws what the disk says,
   * here and nowhere else.
   */
  constructor(path: string, contents: () => StoredObjects, onTrouble: OnTrouble = () => {}) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#path = path;
    this.#contents = contents;
    this.#onTrouble = onTrouble;
    this.#fd = this.#rewrite();
  }

  /** Why not all changes are on the disk; undefined while they are. */
  get trouble(): unknown {
    return this.#trouble;
  }

  append(event: LoggedEvent): void {
    const { version, resource, object, type } = event;
    if (this.#trouble !== undefined) {
      this.retry();
      return;
    }
    if (passing.has(resource)) return;
    const line: Line =
      type === 'DELETED' ? { version, resource, gone: keyOf(object) } : { version, resource, object };
    try {
      this.#write(this.#fd, `${withSum(JSON.stringify(line))}\n`);
      if (this.#size >= this.#compactAbove) this.#replace();
    } catch (error) {
      this.#triedAt = performance.now();
      this.#trouble = error;
      this.#onTrouble(error);
    }
  }

  /** Writes all that is not written, unless that was tried a moment ago. */
  retry(isLast = false): void {
    if (this.#trouble === undefined) return;
    if (!isLast && performance.now() - this.#triedAt < tryAgainAfterMs) return;
    try {
      this.#replace();
    } catch {
      this.#triedAt = performance.now();
      return;
    }
    this.#trouble = undefined;
    this.#onTrouble(undefined);
  }

  close(): void {
    this.retry(true);
    closeSync(this.#fd);
  }

  #replace(): void {
    const fresh = this.#rewrite();
    closeSync(this.#fd);
    this.#fd = fresh;
  }

  /** Leaves the file and its descriptor as they are where it fails. */
  #rewrite(): number {
    const { version, objects } = this.#contents();
    const fresh = `${this.#path}.new`;
    rmSync(fresh, { recursive: true, force: true });
    const fd = openSync(fresh, 'wx', 0o600);
    const sizeBefore = this.#size;
    try {
      this.#size = 0;
      this.#write(fd, `${withSum(JSON.stringify({ version }))}\n`);
      for (const { resource, object } of objects)
        if (!passing.has(resource))
          this.#write(fd, `${withSum(JSON.stringify({ version, resource, object }))}\n`);
      renameSync(fresh, this.#path);
    } catch (error) {
      this.#size = sizeBefore;
      closeSync(fd);
      rmSync(fresh, { force: true });
      throw error;
    }
    this.#compactAbove = Math.max(compactAboveBytes, this.#size * 4);
    return fd;
  }

  #write(fd: number, line: string): void {
    const bytes = Buffer.from(line);
    for (let written = 0; written < bytes.length; )
      written += writeSync(fd, bytes, written, bytes.length - written, this.#size + written);
    this.#size += bytes.length;
  }
}

/** What a file of objects holds, and which of its lines are damaged. */
export interface ReadObjects extends StoredObjects {
  /** One for each damaged line, with its number: `line 3 is not JSON`. */
  readonly damaged: readonly string[];
  readonly lines: number;
}

/**
 * What the last run left; nothing if there is no file. What stands behind the last line end was cut short and does not count. A damaged
 * line is left out: the object is then as an earlier line says. Throws for what cannot be read at all.
 */
export function readObjects(path: string): ReadObjects {
  const found = new Map<string, { resource: ResourceName; object: KubeObject }>();
  const damaged: string[] = [];
  let version = 0;
  let text: string;
  try {
    text = readRegularText(path, maxFileBytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return { version, objects: [], damaged, lines: 0 };
    throw error;
  }
  const lines = text.split('\n').slice(0, -1);
  for (const [index, lineText] of lines.entries()) {
    const line = readLine(lineText);
    if (typeof line === 'string') {
      damaged.push(`line ${index + 1} ${line}`);
      continue;
    }
    version = Math.max(version, line.version);
    const { resource, object, gone } = line;
    if (resource === undefined) continue;
    if (object) found.set(`${resource} ${keyOf(object)}`, { resource, object });
    else found.delete(`${resource} ${gone}`);
  }
  return { version, objects: [...found.values()], damaged, lines: lines.length };
}

/** Begins a file with these objects, in the place of what has its name. */
export function writeObjects(path: string, objects: StoredObjects): void {
  new ObjectLog(path, () => objects).close();
}

function keyOf({ metadata: { namespace, name } }: KubeObject): string {
  return `${namespace ?? ''}/${name}`;
}
