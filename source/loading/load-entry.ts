import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { readCompiledCode, writeCompiledCode } from './cache-file.ts';
import { type ChunkScript, Chunks } from './chunks.ts';
import { watchDirectory } from './watch-directory.ts';
import { whenIdle } from './when-idle.ts';

/** The chunks that a start needs, in one script, and when what V8 compiled of them is kept. */
export interface Pack {
  readonly name: string;
  /** `idle`: once the start is over, in a process that stays. `exit`: at the end of one that does not. */
  readonly keep: 'idle' | 'exit';
  /** Where the compiled code is kept; undefined: nowhere. The directory above it must exist. */
  readonly directory: string | undefined;
  /** Differs between any two bundles. */
  readonly bundle: string;
}

/** What the chunk of an entry exports. Without a pack, each chunk is read from its own file. `dist`: the directory of the bundle. */
export function loadEntry(dist: string, entry: string, pack?: Pack): object {
  const urls = pathToFileURL(join(dist, 'chunks', '/')).href;
  const chunks = new Chunks(
    (name) => `${urls}${name}`,
    (name) => {
      const filename = join(dist, 'chunks', name);
      return new Script(readSource(filename), { filename }).runInThisContext() as ChunkScript;
    },
  );
  if (pack !== undefined) addPack(chunks, dist, pack);
  return chunks.load(`${entry}.js`);
}

function addPack(chunks: Chunks, dist: string, pack: Pack): void {
  const filename = join(dist, 'packs', `${pack.name}.js`);
  const cacheFile = pack.directory === undefined ? undefined : join(pack.directory, fileNameOf(pack));
  const isSameHome = cacheFile === undefined ? undefined : watchDirectory(dirname(dirname(cacheFile)));
  const cached = cacheFile === undefined ? undefined : readCompiledCode(cacheFile);
  const script = new Script(readSource(filename), {
    filename,
    ...(cached === undefined ? {} : { cachedData: cached.bytes }),
  });
  chunks.add(script.runInThisContext() as ChunkScript);
  if (cacheFile === undefined) return;
  // V8 compiles a function when it is first called: of a start that ended early, little was kept.
  const known = cached === undefined || script.cachedDataRejected === true ? 0 : cached.chunks;
  const write = (): void => {
    if (chunks.size <= known) return;
    const code = { bytes: script.createCachedData(), chunks: chunks.size };
    if (isSameHome?.()) writeCompiledCode(cacheFile, code);
  };
  if (pack.keep === 'idle') whenIdle(write);
  else process.once('exit', write);
}

/** V8 rejects what another version or other flags of it have compiled, but compares only the length of the source. */
function fileNameOf({ name, bundle }: Pack): string {
  const { version, platform, arch } = process;
  return `${name}-${bundle}-${version}-${platform}-${arch}.code`;
}

/** The bundle is ASCII, which V8 stores as it is. */
function readSource(path: string): string {
  return readFileSync(path, 'latin1');
}
