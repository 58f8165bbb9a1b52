import { closeSync } from 'node:fs';
import { dirname } from 'node:path';
import { readRegularText } from '../../../files/regular-file.ts';
import { withSum } from '../../../files/summed-json.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { inSlices } from '../../bounds/lanes/cluster.ts';
import { requireRealParent } from '../../paths/guarded-directory.ts';
import { makePlainDirectory } from '../../paths/plain-directory.ts';
import type { ResourceName } from '../objects/store-api.ts';
import type { LoggedEvent } from './event-log.ts';
import { LogSuccessor, writeLine } from './log-successor.ts';
import { type Line, readLine } from './object-line.ts';

/** Stored objects and the version of their last change. */
export interface StoredObjects {
  readonly version: number;
  readonly objects: readonly { readonly resource: ResourceName; readonly object: KubeObject }[];
}

export interface LogContents extends StoredObjects {
  /** The size of all objects' JSON. */
  readonly bytes: number;
}

// Short-lived state is not persisted: leases and events.
const passing: ReadonlySet<ResourceName> = new Set(['events', 'leases']);
const isKept = (resource: ResourceName): boolean => !passing.has(resource);
const maxFileBytes = 512 * 1024 * 1024;
const compactAboveBytes = 8 * 1024 * 1024;
/** How much is rewritten at once; larger logs in slices, while changes still go to the old file. */
const rewriteAtOnceBytes = 2 * 1024 * 1024;

/*
 * One line of JSON for each change, in order:
 *
 *   {"version":N}                                     all changes up to this version are in the lines before, or undone
 *   {"version":N,"resource":"pods","object":{...}}    created or changed
 *   {"version":N,"resource":"pods","gone":"ns/name"}  removed
 *
 * Each ends with `"sum"`, its CRC-32.
 */

/** Called when changes can no longer be persisted, and with `undefined` when they all are again. */
export type OnDiskError = (error: unknown) => void;

const tryAgainAfterMs = 1_000;

/**
 * A cluster's objects on disk, as in etcd: each change is written before it is visible and survives the process (it is not fsynced: not
 * the machine). While the disk is full the cluster continues in memory, and the whole file is rewritten as soon as possible.
 */
export class ObjectLog {
  readonly #path: string;
  readonly #contents: () => LogContents;
  readonly #onDiskError: OnDiskError;
  #fd: number;
  #size = 0;
  #compactAbove = compactAboveBytes;
  /** Lines that arrive while the successor is written. */
  #late: string[] | undefined;
  /** Why changes are not written now. */
  #trouble: unknown;
  #triedAt = 0;
  #closed = false;

  /**
   * Starts the file with these objects. `contents` returns the current objects whenever the file has grown too long. Throws disk errors,
   * only here.
   */
  constructor(path: string, contents: () => LogContents, onDiskError: OnDiskError = () => {}) {
    makePlainDirectory(dirname(path), 0o700);
    this.#path = path;
    this.#contents = contents;
    this.#onDiskError = onDiskError;
    this.#fd = this.#rewrite();
  }

  /** Why some changes are not on disk; undefined if all are. */
  get trouble(): unknown {
    return this.#trouble;
  }

  /** `json` is the object's. `contents` must already include the change. */
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

  /** Writes everything pending, unless that was tried a moment ago. */
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

  /** A disk error in between leaves the old file as it is. */
  async #replaceInSlices(): Promise<void> {
    const late: string[] = [];
    this.#late = late;
    try {
      const fresh = new LogSuccessor(this.#path, this.#contents(), isKept);
      try {
        await inSlices(fresh.lines(), (line) => fresh.write(line));
        // If the log was closed meanwhile, the file is already complete.
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

/** The contents of an object file, and its damaged lines. */
export interface ReadObjects extends StoredObjects {
  /** One message for each damaged line, with its number: `line 3 is not JSON`. */
  readonly damaged: readonly string[];
  readonly lines: number;
}

/**
 * The state of the last run; empty if there is no file. An incomplete last line is ignored. A damaged line is skipped: the object then
 * has its earlier state. Throws if the file cannot be read at all.
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

/** Writes a file with these objects, replacing any of the same name. */
export function writeObjects(path: string, objects: StoredObjects): void {
  new ObjectLog(path, () => ({ ...objects, bytes: 0 })).close();
}

function keyOf({ metadata: { namespace, name } }: KubeObject): string {
  return `${namespace ?? ''}/${name}`;
}
