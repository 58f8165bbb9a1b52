import { posix } from 'node:path';
import type { TarEntry } from '../../../../../archives/tar-header.ts';
import { TarReader } from '../../../../../archives/tar-reader.ts';
import { FileError } from '../../container-files.ts';
import { modeText } from '../../files/file-about.ts';
import { newMode, type ProgramContext, pathOf } from '../../program.ts';
import { FileWriter, writeText } from '../../streams.ts';
import { strftime } from '../tool/strftime.ts';
import { complain, type Options, ToolError } from '../tool/tool.ts';
import { excluder, isWanted, leadOf } from './tar-names.ts';

export interface Members {
  /** The members that are meant; none: all. */
  readonly names: readonly string[];
  readonly given: Options;
}

/** `tar -t` */
export async function listArchive(
  context: ProgramContext,
  pieces: AsyncIterable<Buffer>,
  members: Members,
): Promise<number> {
  const isVerbose = members.given.has('v');
  const absent = await visitMembers(context, new TarReader(pieces), members, (entry) =>
    writeText(context.stdout, `${isVerbose ? longLine(entry) : entry.name}\n`, context.killed),
  );
  return absent === undefined ? 137 : await complainOfMissing(context, absent);
}

/** `tar -x` */
export async function unpackArchive(
  context: ProgramContext,
  pieces: AsyncIterable<Buffer>,
  members: Members,
): Promise<number> {
  const reader = new TarReader(pieces);
  const unpacker = new Unpacker(context, members.given);
  const absent = await visitMembers(context, reader, members, (entry) => unpacker.add(entry, reader));
  if (absent === undefined) return 137;
  unpacker.end();
  if (unpacker.hasFailed) await complain(context, 'Exiting with failure status due to previous errors');
  return unpacker.hasFailed ? 2 : await complainOfMissing(context, absent);
}

/** Visits the members that are meant, in order. Returns the names that the archive lacks; undefined if killed. */
async function visitMembers(
  context: ProgramContext,
  reader: TarReader,
  { names, given }: Members,
  visit: (entry: TarEntry) => Promise<void>,
): Promise<string[] | undefined> {
  const isExcluded = excluder(given.all('exclude'));
  const seen = new Set<string>();
  for (let entry = await reader.next(); entry !== undefined; entry = await reader.next()) {
    if (context.killed.aborted) return undefined;
    if (!isWanted(entry.name, names) || isExcluded(entry.name)) continue;
    for (const name of names) if (isWanted(entry.name, [name])) seen.add(name);
    await visit(entry);
  }
  return names.filter((name) => !seen.has(name));
}

async function complainOfMissing(context: ProgramContext, absent: readonly string[]): Promise<number> {
  for (const name of absent) await complain(context, `${name}: Not found in archive`);
  if (absent.length === 0) return 0;
  await complain(context, 'Exiting with failure status due to previous errors');
  return 2;
}

/** `-rw-r--r-- appuser/appuser  42 2024-03-01 10:00 data/x` */
function longLine(entry: TarEntry): string {
  const { name, kind, mode, size, modified, target } = entry;
  const shown = modeText({ kind: kind === 'hard-link' || kind === 'other' ? 'file' : kind, mode });
  const owner = `${entry.user || entry.uid}/${entry.group || entry.gid}`;
  const letters = kind === 'hard-link' ? `h${shown.slice(1)}` : shown;
  const room = Math.max(String(size).length, 19 - 1 - owner.length);
  const to = kind === 'link' ? ` -> ${target}` : kind === 'hard-link' ? ` link to ${target}` : '';
  return `${letters} ${owner} ${String(size).padStart(room - 1)} ${strftime('%Y-%m-%d %H:%M', modified)} ${name}${to}`;
}

class Unpacker {
  hasFailed = false;
  readonly #context: ProgramContext;
  readonly #given: Options;
  readonly #told = new Set<string>();
  /** Directories get their times last: files in them change these. */
  readonly #directories: { readonly path: string; readonly modified: number; readonly mode: number }[] = [];

  constructor(context: ProgramContext, given: Options) {
    this.#context = context;
    this.#given = given;
  }

  async add(entry: TarEntry, reader: TarReader): Promise<void> {
    const name = await this.#memberName(entry.name);
    if (name === undefined) return;
    try {
      await this.#unpack(entry, name, reader);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.hasFailed = true;
      const doing = {
        file: 'open',
        other: 'open',
        directory: 'mkdir',
        link: 'create symlink to',
        'hard-link': 'hard link to',
      }[entry.kind];
      const target = entry.kind === 'link' || entry.kind === 'hard-link' ? ` '${entry.target}'` : '';
      await complain(this.#context, `${name}: Cannot ${doing}${target}: ${error.message}`);
    }
  }

  end(): void {
    const { files } = this.#context.container;
    for (const { path, modified, mode } of this.#directories.reverse()) {
      if (!files.isDirectory(path)) continue;
      files.setMode(path, mode);
      if (!this.#given.has('m')) files.setTimes(path, modified, modified);
    }
  }

  async #unpack(entry: TarEntry, name: string, reader: TarReader): Promise<void> {
    const { files } = this.#context.container;
    const path = pathOf(this.#context, name).replace(/(.)\/+$/, '$1');
    if (this.#given.has('v'))
      await writeText(this.#given.has('O') ? this.#context.stderr : this.#context.stdout, `${entry.name}\n`);
    if (this.#given.has('O')) {
      if (entry.kind === 'file')
        for await (const piece of reader.bytes())
          await writeText(this.#context.stdout, piece, this.#context.killed);
      return;
    }
    const mode = this.#given.has('p') ? entry.mode : newMode(this.#context, entry.mode & 0o777);
    makeDirectories(this.#context, posix.dirname(path));
    if (entry.kind === 'directory') {
      if (!files.isDirectory(path)) files.makeDirectory(path, mode | 0o700);
      this.#directories.push({ path, modified: entry.modified, mode });
      return;
    }
    const old = files.find(path, false);
    if (old?.kind === 'directory') throw new FileError('EISDIR');
    if (old !== undefined && this.#given.has('k')) throw new FileError('EEXIST');
    // What is there is replaced, so that no link in its place leads elsewhere.
    if (old !== undefined) files.removeFile(path);
    if (entry.kind === 'link') return files.makeLink(entry.target, path);
    if (entry.kind === 'hard-link') {
      const target = await this.#memberName(entry.target);
      return files.link(pathOf(this.#context, target ?? ''), path);
    }
    const output = new FileWriter(files, path, false, mode);
    for await (const piece of reader.bytes()) {
      await writeText(output, piece, this.#context.killed);
      if (output.failure !== undefined) throw output.failure;
    }
    await new Promise<void>((resolve) => output.end(() => resolve()));
    if (output.failure !== undefined) throw output.failure;
    if (!this.#given.has('m')) files.setTimes(path, entry.modified, entry.modified);
  }

  /** Where a member goes: within the directory, whatever its name says. undefined: nowhere. */
  async #memberName(name: string): Promise<string | undefined> {
    let parts = name;
    const levels = Number(this.#given.value('strip-components') ?? 0);
    if (!Number.isInteger(levels) || levels < 0)
      throw new ToolError(`${this.#given.value('strip-components')}: Invalid number of elements`, 2);
    if (levels > 0) {
      const kept = name
        .split('/')
        .filter((part) => part !== '')
        .slice(levels);
      if (kept.length === 0) return undefined;
      parts = kept.join('/');
    }
    if (this.#given.has('P')) return parts;
    const prefix = leadOf(parts);
    if (prefix !== '' && !this.#told.has(prefix)) {
      this.#told.add(prefix);
      await complain(this.#context, `Removing leading \`${prefix}' from member names`);
    }
    return parts.slice(prefix.length) || '.';
  }
}

function makeDirectories(context: ProgramContext, path: string): void {
  const { files } = context.container;
  if (files.isDirectory(path)) return;
  makeDirectories(context, posix.dirname(path));
  files.makeDirectory(path, newMode(context, 0o777));
}
