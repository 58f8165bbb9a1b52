import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Chunk, type ChunkScript, Chunks } from '../../source/loading/chunks.ts';

const unknown = (name: string): never => {
  throw new Error(`${name} is not on disk`);
};

/** Chunks that are all known from the start. */
function chunksOf(known: Record<string, Chunk>, read: (name: string) => ChunkScript = unknown): Chunks {
  const chunks = new Chunks((name) => `file:///chunks/${name}`, read);
  chunks.add(scriptOf(known));
  return chunks;
}

const scriptOf =
  (known: Record<string, Chunk>): ChunkScript =>
  (define) => {
    for (const [name, chunk] of Object.entries(known)) define(name, chunk);
  };

describe('Chunks', () => {
  it('runs a chunk once, however it is required', () => {
    let runs = 0;
    const chunks = chunksOf({
      'app.js': (exports, require) => Object.assign(exports, { one: require('./chunks/one.js') }),
      'one.js': (exports) => {
        runs += 1;
        Object.assign(exports, { runs });
      },
    });
    expect(chunks.load('app.js')).toEqual({ one: { runs: 1 } });
    expect(chunks.load('one.js')).toEqual({ runs: 1 });
    expect(runs).toBe(1);
    expect(chunks.size).toBe(2);
  });

  it('passes on `module.exports` if a chunk replaces it, and its own URL', () => {
    const chunks = chunksOf({
      'app.js': (_exports, _require, own, url) => {
        own.exports = { url };
      },
    });
    expect(chunks.load('app.js')).toEqual({ url: 'file:///chunks/app.js' });
  });

  it('lets two chunks import each other', () => {
    const chunks = chunksOf({
      'a.js': (exports, require) => {
        const b = require('./b.js') as { fromA: () => number };
        Object.assign(exports, { value: 1, sum: () => b.fromA() });
      },
      'b.js': (exports, require) => {
        const a = require('./a.js') as { value: number };
        Object.assign(exports, { fromA: () => a.value + 1 });
      },
    });
    expect((chunks.load('a.js') as { sum: () => number }).sum()).toBe(2);
  });

  it('runs a chunk again after it threw', () => {
    let runs = 0;
    const chunks = chunksOf({
      'a.js': () => {
        runs += 1;
        if (runs === 1) throw new Error('once');
      },
    });
    expect(() => chunks.load('a.js')).toThrow('once');
    expect(chunks.load('a.js')).toEqual({});
  });

  it('reads a chunk that no script has defined, and keeps one that was defined', () => {
    const read: string[] = [];
    const chunks = chunksOf(
      { 'app.js': (exports, require) => Object.assign(exports, require('./lazy.js')) },
      (name) => {
        read.push(name);
        return scriptOf({
          [name]: (exports) => Object.assign(exports, { name }),
          'app.js': () => expect.unreachable(),
        });
      },
    );
    expect(chunks.load('app.js')).toEqual({ name: 'lazy.js' });
    chunks.load('app.js');
    expect(read).toEqual(['lazy.js']);
  });

  it('leaves modules of Node to Node, and throws for any other, as packages with optional dependencies expect', () => {
    const chunks = chunksOf({
      'app.js': (exports, require) => Object.assign(exports, require('node:fs')),
      'ws.js': (_exports, require) => require('bufferutil'),
    });
    expect(chunks.load('app.js')).toMatchObject({ readFileSync });
    expect(() => chunks.load('ws.js')).toThrow(expect.objectContaining({ code: 'MODULE_NOT_FOUND' }));
  });

  it('says which chunk of a damaged bundle is missing', () => {
    const chunks = chunksOf({}, () => () => {});
    expect(() => chunks.load('gone.js')).toThrow('no chunk `gone.js`');
  });
});
