import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadEntry, type Pack } from '../../source/loading/load-entry.ts';

let root: string;
let dist: string;
let pack: Pack;

/** A script of the bundle, as `scripts/chunks.js` writes it. */
const scriptOf = (chunks: Record<string, string>): string =>
  `(function(define){\n${Object.entries(chunks)
    .map(
      ([name, code]) =>
        `define("${name}",(function(exports,require,module,chunkUrl){"use strict";\n${code}\n}));\n`,
    )
    .join('')}})\n`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kafka-lab-loading-'));
  dist = join(root, 'dist');
  mkdirSync(join(dist, 'chunks'), { recursive: true });
  mkdirSync(join(dist, 'packs'));
  writeFileSync(
    join(dist, 'packs', 'screen.js'),
    scriptOf({
      'app.js': `exports.text = require("./part.js").text(); exports.later = () => require("./lazy.js");`,
      'part.js': `exports.text = () => "from the pack";`,
    }),
  );
  writeFileSync(join(dist, 'chunks', 'app.js'), scriptOf({ 'app.js': 'exports.text = "alone";' }));
  writeFileSync(join(dist, 'chunks', 'lazy.js'), scriptOf({ 'lazy.js': 'exports.url = chunkUrl;' }));
  pack = { name: 'screen', keep: 'idle', directory: join(root, 'compiled'), bundle: 'b1' };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The only file of compiled code, once it has been written. */
async function compiledFile(): Promise<string> {
  const names = await vi.waitUntil(
    () => {
      try {
        const found = readdirSync(join(root, 'compiled')).filter((name) => name.endsWith('.code'));
        return found.length > 0 && found;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
        throw error;
      }
    },
    { timeout: 20_000 },
  );
  expect(names).toHaveLength(1);
  return join(root, 'compiled', names[0]!);
}

describe('loadEntry', () => {
  it('reads each chunk from its own file without a pack', () => {
    expect(loadEntry(dist, 'app')).toEqual({ text: 'alone' });
  });

  it('reads a chunk that is not in the pack from its own file when it is needed', () => {
    const app = loadEntry(dist, 'app', { ...pack, directory: undefined }) as { later: () => object };
    expect(app).toMatchObject({ text: 'from the pack' });
    const url = pathToFileURL(join(dist, 'chunks', 'lazy.js')).href;
    expect(app.later()).toEqual({ url });
  });

  it('names the file of the pack in a stack trace', () => {
    const bad = scriptOf({ 'app.js': 'exports.fail = () => { throw new Error("here"); };' });
    writeFileSync(join(dist, 'packs', 'screen.js'), bad);
    const { fail } = loadEntry(dist, 'app', { ...pack, directory: undefined }) as { fail: () => void };
    expect(fail).toThrow(
      expect.objectContaining({ stack: expect.stringContaining(join(dist, 'packs', 'screen.js:3:')) }),
    );
  });

  it('saves compiled code once it is idle, and starts from it', async () => {
    loadEntry(dist, 'app', pack);
    const path = await compiledFile();
    expect(path).toContain(`screen-b1-${process.version}-`);
    // V8 compares only the length of a source: the code that runs was compiled from the other one.
    const file = join(dist, 'packs', 'screen.js');
    writeFileSync(file, readFileSync(file, 'utf8').replace('from the pack', 'from the PACK'));
    expect(loadEntry(dist, 'app', pack)).toMatchObject({ text: 'from the pack' });
    rmSync(path);
    expect(loadEntry(dist, 'app', pack)).toMatchObject({ text: 'from the PACK' });
  });

  it('recompiles what V8 rejects, and replaces it', async () => {
    loadEntry(dist, 'app', pack);
    const path = await compiledFile();
    const { ino } = statSync(path);
    const before = readFileSync(path);
    // A bundle of another length that claims to be the same.
    const other = scriptOf({ 'app.js': 'exports.text = "of another bundle";' });
    writeFileSync(join(dist, 'packs', 'screen.js'), other);
    expect(loadEntry(dist, 'app', pack)).toMatchObject({ text: 'of another bundle' });
    await vi.waitUntil(() => statSync(path).ino !== ino, { timeout: 20_000 });
    expect(readFileSync(path).equals(before)).toBe(false);
  });

  it('wrote into a directory that had replaced the home', async () => {
    const directory = join(root, 'home', 'compiled');
    mkdirSync(join(root, 'home'));
    loadEntry(dist, 'app', { ...pack, directory });
    renameSync(join(root, 'home'), join(root, 'moved'));
    mkdirSync(join(root, 'home'));
    loadEntry(dist, 'app', pack);
    await compiledFile();
    expect(readdirSync(join(root, 'home'))).toEqual([]);
    expect(readdirSync(join(root, 'moved'))).toEqual([]);
  });

  it('works if nothing can be saved', async () => {
    const nowhere = { ...pack, directory: join(root, 'missing', 'compiled') };
    expect(loadEntry(dist, 'app', nowhere)).toMatchObject({ text: 'from the pack' });
  });
});
