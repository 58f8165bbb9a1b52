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
import { findResource } from '../schema/resources.ts';
import type { KubeObject, ResourceName } from '../store-api.ts';
import type { LoggedEvent } from './event-log.ts';

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
  #contents: () => StoredObjects = () => ({ version: 0, objects: [] });
  #fd: number;
  #size = 0;
  #compactAbove = compactAboveBytes;

  /** Begins the file with these objects. `contents` says what there is whenever the file has grown too long. */
  constructor(path: string, contents: () => StoredObjects) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#path = path;
    this.#contents = contents;
    this.#fd = this.#rewrite();
  }

  /** `json` is the object's. Throws what the disk says. */
  append(event: LoggedEvent, json: string): void {
    const { version, resource, object, type } = event;
    if (passing.has(resource)) return;
    const head: Line = type === 'DELETED' ? { version, resource, gone: keyOf(object) } : { version, resource };
    const line = JSON.stringify(head);
    this.#write(this.#fd, type === 'DELETED' ? `${line}\n` : `${line.slice(0, -1)},"object":${json}}\n`);
    if (this.#size < this.#compactAbove) return;
    closeSync(this.#fd);
    this.#fd = this.#rewrite();
  }

  close(): void {
    closeSync(this.#fd);
  }

  #rewrite(): number {
    const { version, objects } = this.#contents();
    const fresh = `${this.#path}.new`;
    const fd = openSync(fresh, 'w', 0o600);
    this.#size = 0;
    this.#write(fd, `${JSON.stringify({ version })}\n`);
    for (const { resource, object } of objects)
      if (!passing.has(resource)) this.#write(fd, `${JSON.stringify({ version, resource, object })}\n`);
    renameSync(fresh, this.#path);
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
