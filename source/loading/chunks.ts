/** What a chunk of the bundle is: a function that fills `exports`. `scripts/chunks.js` makes them from the chunks of esbuild. */
export type Chunk = (
  exports: object,
  require: (specifier: string) => unknown,
  module: ChunkModule,
  chunkUrl: string,
) => void;

interface ChunkModule {
  exports: object;
}

/** What a script of the bundle evaluates to: it defines its chunks, by name. */
export type ChunkScript = (define: (name: string, chunk: Chunk) => void) => void;

/** The chunks of the bundle that this process has, each run once, when it is first required. */
export class Chunks {
  readonly #known = new Map<string, Chunk>();
  readonly #modules = new Map<string, ChunkModule>();
  readonly #urlOf: (name: string) => string;
  readonly #read: (name: string) => ChunkScript;

  /**
   * @param urlOf what `import.meta.url` is in a chunk
   * @param read reads the script of a chunk that no other script has defined
   */
  constructor(urlOf: (name: string) => string, read: (name: string) => ChunkScript) {
    this.#urlOf = urlOf;
    this.#read = read;
  }

  /** How many have run. */
  get size(): number {
    return this.#modules.size;
  }

  /** A chunk that another script has defined already stays. */
  add(script: ChunkScript): void {
    script((name, chunk) => {
      if (!this.#known.has(name)) this.#known.set(name, chunk);
    });
  }

  /** What the chunk exports. It runs again after it has thrown. */
  load(name: string): object {
    const loaded = this.#modules.get(name);
    if (loaded !== undefined) return loaded.exports;
    if (!this.#known.has(name)) this.add(this.#read(name));
    const chunk = this.#known.get(name);
    if (chunk === undefined) throw new Error(`the bundle has no chunk \`${name}\``);
    const module: ChunkModule = { exports: {} };
    this.#modules.set(name, module);
    try {
      chunk(module.exports, this.#require, module, this.#urlOf(name));
    } catch (error) {
      this.#modules.delete(name);
      throw error;
    }
    return module.exports;
  }

  /** Chunks are required by the names of their files, and lie in one directory. All else that is not bundled belongs to Node. */
  readonly #require = (specifier: string): unknown => {
    if (specifier.startsWith('.')) return this.load(specifier.slice(specifier.lastIndexOf('/') + 1));
    const builtin = process.getBuiltinModule(specifier);
    if (builtin !== undefined) return builtin;
    throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: 'MODULE_NOT_FOUND' });
  };
}
