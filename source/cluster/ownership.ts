import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeError, LabError } from '../errors/lab-error.ts';
import { moveAwayOrOtherHome } from '../files/home-hints.ts';
import { parseJson } from '../files/parse-json.ts';
import { readRegularText } from '../files/regular-file.ts';
import { isJsonObject } from '../json/json-value.ts';

const longestRecord = 4 * 1024 * 1024;

/** What is known about a resource that the app created or was about to create. */
export interface OwnedRecord {
  /** RFC 3339; when it was decided, before anything was made. */
  readonly intendedAt: string;
  /** Identifies it among resources of the same name once it exists: the ids of its containers. */
  readonly parts?: readonly string[];
}

/**
 * What the app made, by name: a JSON file in its home directory. A name is written down before anything is made under it, so that
 * what is left half made is known to be ours. Anything not in it belongs to others, whatever its name.
 */
export class OwnedThings {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async get(name: string): Promise<OwnedRecord | undefined> {
    const all = await this.#read();
    const record = Object.hasOwn(all, name) ? all[name] : undefined;
    if (!isJsonObject(record)) return undefined;
    const { intendedAt, parts } = record as { intendedAt?: unknown; parts?: unknown };
    return {
      intendedAt: typeof intendedAt === 'string' ? intendedAt : '',
      ...(Array.isArray(parts) ? { parts: parts.filter((part) => typeof part === 'string') } : {}),
    };
  }

  async intend(name: string): Promise<void> {
    await this.#write({ ...(await this.#read()), [name]: { intendedAt: new Date().toISOString() } });
  }

  async made(name: string, parts: readonly string[]): Promise<void> {
    const all = await this.#read();
    const before = all[name];
    await this.#write({ ...all, [name]: { ...(isJsonObject(before) ? before : {}), parts } });
  }

  async remove(name: string): Promise<void> {
    const { [name]: _, ...rest } = await this.#read();
    if (Object.keys(rest).length === 0) await rm(this.#file, { force: true });
    else await this.#write(rest);
  }

  async #read(): Promise<Record<string, unknown>> {
    let text: string;
    try {
      text = readRegularText(this.#file, longestRecord);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
      // Any other failure must not mean "nothing is ours": the file would be rewritten without its entries.
      throw new LabError('machine-lacks', `\`${this.#file}\` cannot be read: ${describeError(cause)}`, {
        hint: moveAwayOrOtherHome,
        cause,
      });
    }
    const value = parseJson(text);
    // A file that is not a record claims nothing.
    return isJsonObject(value) ? value : {};
  }

  async #write(value: Record<string, unknown>): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    const draft = `${this.#file}.${process.pid}.draft`;
    await writeFile(draft, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
    await rename(draft, this.#file);
  }
}

/** Identifies us on a shared cluster: an id stored in the home directory, valid as a label value. */
export async function ownerId(home: string): Promise<string> {
  const file = join(home, 'owner-id');
  const known = readId(file);
  if (/^[0-9a-f-]{36}$/.test(known.trim())) return known.trim();
  await mkdir(home, { recursive: true, mode: 0o700 });
  const id = randomUUID();
  try {
    await writeFile(file, `${id}\n`, { flag: known === '' ? 'wx' : 'w', mode: 0o600 });
    return id;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readId(file).trim();
  }
}

/** Nothing if there is no such file. */
function readId(file: string): string {
  try {
    return readRegularText(file, 1024);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new LabError('machine-lacks', `\`${file}\` cannot be read`, {
      hint: `${describeError(cause)}; move it away, and kafka-lab makes a new one`,
      cause,
    });
  }
}
