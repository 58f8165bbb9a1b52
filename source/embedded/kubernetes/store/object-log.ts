import { closeSync } from 'node:fs';
import { dirname } from 'node:path';
import { readRegularText } from '../../../files/regular-file.ts';
import { withSum } from '../../../files/summed-json.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { inSlices } from '../../bounds/slices.ts';
import { requireRealParent } from '../../paths/guarded-directory.ts';
import { makePlainDirectory } from '../../paths/plain-directory.ts';
import type { ResourceName } from '../objects/store-api.ts';
import type { LoggedEvent } from './event-log.ts';
import { LogSuccessor, writeLine } from './log-successor.ts';
import { type Line, readLine } from './object-line.ts';

/** Objects as they were, and the version of the last change to any of them. */
export interface StoredObjects {
  readonly version: number;
  readonly objects: readonly { readonly resource: ResourceName; readonly object: KubeObject }[];
}

export interface LogContents extends StoredObjects {
  /** Of the JSON of all objects. */
  readonly bytes: number;
}

// What is true for a moment only: a lease says who lived, an event what happened, to those who look now.
const passing: ReadonlySet<ResourceName> = new Set(['events', 'leases']);
const isKept = (resource: ResourceName): boolean => !passing.has(resource);
const maxFileBytes = 512 * 1024 * 1024;
const compactAboveBytes = 8 * 1024 * 1024;
/** So much is rewritten at once; more in slices, while changes go on into the old file. */
const rewriteAtOnceBytes = 2 * 1024 * 1024;

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
export type OnDiskError = (error: unknown) => void;

const tryAgainAfterMs = 1_000;

/**
 * The objects of a cluster on disk, as etcd keeps them: each change is written before anybody learns of it, and outlives the
 * process (it is not forced to the disk: not the machine). While the disk takes nothing the cluster goes on in memory, and the whole
 * file is written anew as soon as it can be.
 */
export class ObjectLog {
  readonly #path: string;
  readonly #contents: () => LogContents;
  readonly #onDiskError: OnDiskError;
  #fd: number;
  #size = 0;
  #compactAbove = compactAboveBytes;
  /** Lines that came while the file's successor is made. */
  #late: string[] | undefined;
  /** Why changes are not written now. */
  #trouble: unknown;
  #triedAt = 0;
  #closed = false;

  /**
   * Begins the file with these objects. `contents` says what there is whenever the file has grown too long. Throws what the disk says,
   * here and nowhere else.
   */
  constructor(path: string, contents: () => LogContents, onDiskError: OnDiskError = () => {}) {
    makePlainDirectory(dirname(path), 0o700);
    this.#path = path;
    this.#contents = contents;
    this.#onDiskError = onDiskError;
    this.#fd = this.#rewrite();
  }

  /** Why not all changes are on the disk; undefined while they are. */
  get trouble(): unknown {
    return this.#trouble;
  }

  /** `json` is the object's. What the event says has to be in `contents` already. */
  append(event: LoggedEvent, json: string): void {
    const { version, resource, object, type } = event;
    if (isKept(resource)) {
      const head: Line =
        type === 'DELETED' ? { version, resource, gone: keyOf(object) } : { version, resource };
      const text = JSON.stringify(head);
      const line = type === 'DELETED' ? text : `${text.slice(0, -1)},"object":${json}}`;
      this.#append(`${withSum(line)}\n`);
    }
    this.retry();
  }

  /** Writes all that is not written, unless that was tried a moment ago. */
  retry(isLast = false): void {
    if (this.#trouble === undefined || this.#late !== undefined) return;
    if (!isLast && performance.now() - this.#triedAt < tryAgainAfterMs) return;
    if (!isLast && this.#contents().bytes > rewriteAtOnceBytes) void this.#replaceInSlices();
    else this.#replace();
  }

  close(): void {
    this.#late = undefined;
    this.retry(true);
    this.#closed = true;
    closeSync(this.#fd);
  }

  #append(line: string): void {
    this.#late?.push(line);
    if (this.#trouble !== undefined) return;
    try {
      this.#size += writeLine(this.#fd, line, this.#size);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#size < this.#compactAbove || this.#late !== undefined) return;
    if (this.#contents().bytes > rewriteAtOnceBytes) void this.#replaceInSlices();
    else this.#replace();
  }

  #fail(error: unknown): void {
    this.#triedAt = performance.now();
    const isNew = this.#trouble === undefined;
    this.#trouble = error;
    if (isNew) this.#onDiskError(error);
  }

  #replace(): void {
    try {
      const old = this.#fd;
      this.#fd = this.#rewrite();
      closeSync(old);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#recover();
  }

  /** A disk that fails amid it leaves the old file as it is. */
  async #replaceInSlices(): Promise<void> {
    const late: string[] = [];
    this.#late = late;
    try {
      const fresh = new LogSuccessor(this.#path, this.#contents(), isKept);
      try {
        await inSlices(fresh.lines(), (line) => fresh.write(line));
        // Whoever closes the log meanwhile has seen to the file.
        if (this.#closed || this.#late !== late) return;
        for (const line of late) fresh.write(line);
        const old = this.#fd;
        this.#fd = this.#succeed(fresh);
        closeSync(old);
      } finally {
        fresh.giveUp();
      }
    } catch (error) {
      if (!this.#closed) this.#fail(error);
      return;
    } finally {
      if (this.#late === late) this.#late = undefined;
    }
    this.#recover();
  }

  #recover(): void {
    if (this.#trouble === undefined) return;
    this.#trouble = undefined;
    this.#onDiskError(undefined);
  }

  #rewrite(): number {
    const fresh = new LogSuccessor(this.#path, this.#contents(), isKept);
    try {
      for (const line of fresh.lines()) fresh.write(line);
      return this.#succeed(fresh);
    } finally {
      fresh.giveUp();
    }
  }

  #succeed(fresh: LogSuccessor): number {
    const { fd, size } = fresh.takePlace();
    this.#size = size;
    this.#compactAbove = Math.max(compactAboveBytes, size * 4);
    return fd;
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
    requireRealParent(path);
    text = readRegularText(path, maxFileBytes, 'refuse');
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
  new ObjectLog(path, () => ({ ...objects, bytes: 0 })).close();
}

function keyOf({ metadata: { namespace, name } }: KubeObject): string {
  return `${namespace ?? ''}/${name}`;
}
