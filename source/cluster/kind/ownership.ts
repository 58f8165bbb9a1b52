import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMap } from '../api/kube-object.ts';

/**
 * Which kind clusters the app made: `kind-clusters.json` in its home directory, `{ "<name>": { "createdAt": "<RFC 3339>" } }`.
 * A cluster that is not in it is somebody else's, whatever its name.
 */
export class OwnedClusters {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async has(name: string): Promise<boolean> {
    return Object.hasOwn(await this.#read(), name);
  }

  async add(name: string): Promise<void> {
    await this.#write({ ...(await this.#read()), [name]: { createdAt: new Date().toISOString() } });
  }

  async remove(name: string): Promise<void> {
    const { [name]: _, ...rest } = await this.#read();
    if (Object.keys(rest).length === 0) await rm(this.#file, { force: true });
    else await this.#write(rest);
  }

  async #read(): Promise<Record<string, unknown>> {
    try {
      const value: unknown = JSON.parse(await readFile(this.#file, 'utf8'));
      return isMap(value) ? value : {};
    } catch {
      // No record, or an unreadable one: nothing is known to be ours.
      return {};
    }
  }

  async #write(value: Record<string, unknown>): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFile(this.#file, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
  }
}
