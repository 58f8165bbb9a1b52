import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { inSlices } from '../../bounds/slices.ts';
import { findResource } from '../schema/resources.ts';
import type { KubeObject, ResourceName } from '../store-api.ts';
import type { LoggedEvent } from './event-log.ts';

/** Objects as they were, and the version of the last change to any of them. */
export interface StoredObjects {
  readonly version: number;
  readonly objects: readonly { readonly resource: ResourceName; readonly object: KubeObject }[];
}

/** What a log is rewritten from. */
export interface LogContents extends StoredObjects {
  /** Of the JSON of all objects. */
  readonly bytes: number;
}

// What is true for a moment only: a lease says who lived, an event what happened, to those who look now.
const passing: ReadonlySet<ResourceName> = new Set(['events', 'leases']);
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
 */
interface Line {
  readonly version: number;
  readonly resource?: ResourceName;
  readonly object?: KubeObject;
  readonly gone?: string;
}

/**
 * The objects of a cluster on disk, as etcd keeps them: each change is written before anybody learns of it, and outlives the
 * process (it is not forced to the disk: not the machine). A torn end is cut off.
 */
export class ObjectLog {
  readonly #path: string;
  readonly #contents: () => LogContents;
  #fd: number;
  #size = 0;
  #compactAbove = compactAboveBytes;
  /** Lines that were written to the old file while its successor is made. */
  #late: string[] | undefined;
  #closed = false;

  /** Begins the file with these objects. `contents` says what there is whenever the file has grown too long. */
  constructor(path: string, contents: () => LogContents) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#path = path;
    this.#contents = contents;
    this.#fd = this.#rewrite();
  }

  /** `json` is the object's. Throws what the disk says. */
  append(event: LoggedEvent, json: string): void {
    const { version, resource, object, type } = event;
    if (passing.has(resource)) return;
    const head: Line =
      type === 'DELETED' ? { version, resource, gone: keyOf(object) } : { version, resource };
    const line = JSON.stringify(head);
    this.#append(type === 'DELETED' ? `${line}\n` : `${line.slice(0, -1)},"object":${json}}\n`);
  }

  close(): void {
    this.#closed = true;
    closeSync(this.#fd);
  }

  #append(line: string): void {
    this.#size += write(this.#fd, line, this.#size);
    this.#late?.push(line);
    if (this.#size < this.#compactAbove || this.#late) return;
    const { bytes } = this.#contents();
    if (bytes > rewriteAtOnceBytes) {
      void this.#rewriteInSlices();
      return;
    }
    closeSync(this.#fd);
    this.#fd = this.#rewrite();
  }

  #rewrite(): number {
    const fresh = new Successor(this.#path, this.#contents());
    for (const line of fresh.lines()) fresh.write(line);
    return this.#succeed(fresh);
  }

  /** A disk that fails amid it leaves the old file, which is whole; it is tried again once that has doubled. */
  async #rewriteInSlices(): Promise<void> {
    this.#late = [];
    try {
      const fresh = new Successor(this.#path, this.#contents());
      try {
        await inSlices(fresh.lines(), (line) => fresh.write(line));
        for (const line of this.#late) fresh.write(line);
        if (this.#closed) return;
        const old = this.#fd;
        this.#fd = this.#succeed(fresh);
        closeSync(old);
      } finally {
        fresh.giveUp();
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      this.#compactAbove = this.#size * 2;
    } finally {
      this.#late = undefined;
    }
  }

  #succeed(fresh: Successor): number {
    const { fd, size } = fresh.takePlace();
    this.#size = size;
    this.#compactAbove = Math.max(compactAboveBytes, size * 4);
    return fd;
  }
}

/** The file that takes another's place, with what there is and nothing of what was. */
class Successor {
  readonly #path: string;
  readonly #contents: StoredObjects;
  readonly #fd: number;
  #size = 0;
  #isDone = false;

  constructor(path: string, contents: StoredObjects) {
    this.#path = path;
    this.#contents = contents;
    this.#fd = openSync(`${path}.new`, 'w', 0o600);
  }

  *lines(): Generator<string> {
    const { version, objects } = this.#contents;
    yield `${JSON.stringify({ version })}\n`;
    for (const { resource, object } of objects)
      if (!passing.has(resource)) yield `${JSON.stringify({ version, resource, object })}\n`;
  }

  write(line: string): void {
    this.#size += write(this.#fd, line, this.#size);
  }

  takePlace(): { readonly fd: number; readonly size: number } {
    renameSync(`${this.#path}.new`, this.#path);
    this.#isDone = true;
    return { fd: this.#fd, size: this.#size };
  }

  /** Closes what did not take the place. */
  giveUp(): void {
    if (!this.#isDone) closeSync(this.#fd);
  }
}

/** Returns the bytes that were written. */
function write(fd: number, line: string, at: number): number {
  const bytes = Buffer.from(line);
  for (let written = 0; written < bytes.length; )
    written += writeSync(fd, bytes, written, bytes.length - written, at + written);
  return bytes.length;
}

/** What the last run left; nothing if there is no file. What is behind a line that is not whole is not believed. */
export function readObjects(path: string): StoredObjects {
  if (!existsSync(path)) return { version: 0, objects: [] };
  const { size } = statSync(path);
  if (size > maxFileBytes) throw new Error(`\`${path}\` has ${size} bytes: too long for a cluster's objects`);
  const found = new Map<string, { resource: ResourceName; object: KubeObject }>();
  let version = 0;
  const lines = readFileSync(path, 'utf8').split('\n');
  // What stands behind the last line end was cut short.
  for (const text of lines.slice(0, -1)) {
    const line = parse(text);
    if (!line) break;
    version = Math.max(version, line.version);
    const { resource, object, gone } = line;
    if (resource === undefined) continue;
    if (object) found.set(`${resource} ${keyOf(object)}`, { resource, object });
    else found.delete(`${resource} ${gone}`);
  }
  return { version, objects: [...found.values()] };
}

function parse(text: string): Line | undefined {
  let line: Partial<Line> | null;
  try {
    line = JSON.parse(text) as Partial<Line> | null;
  } catch {
    return undefined;
  }
  if (typeof line !== 'object' || line === null || !Number.isSafeInteger(line.version)) return undefined;
  const { resource, object, gone } = line;
  if (resource === undefined) return line as Line;
  const metadata = object?.metadata as Partial<KubeObject['metadata']> | undefined;
  const isObject =
    typeof metadata?.name === 'string' &&
    typeof metadata.uid === 'string' &&
    /^\d{1,15}$/.test(String(metadata.resourceVersion));
  const isWhole = findResource(resource) !== undefined && (isObject || typeof gone === 'string');
  return isWhole ? (line as Line) : undefined;
}

function keyOf({ metadata: { namespace, name } }: KubeObject): string {
  return `${namespace ?? ''}/${name}`;
}
