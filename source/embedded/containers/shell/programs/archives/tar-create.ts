import { blockLength, encodeHeader, paddingOf, type TarEntry } from '../../../../../archives/tar-header.ts';
import { FileError } from '../../container-files.ts';
import { type ProgramContext, pathOf } from '../../program.ts';
import { FileWriter, writeText } from '../../streams.ts';
import { complain, type Options, ToolError } from '../tool/tool.ts';
import { groupName, userName } from '../tool/users.ts';
import { type Found, walk } from '../tool/walk.ts';
import { excluder, leadOf } from './tar-names.ts';
import { gzipInto } from './zip-streams.ts';

/** An archive ends with two blocks of zeros, and is filled up to a record of twenty blocks. */
const recordLength = 20 * blockLength;

/** `tar -c`: the named files and what is below them. */
export async function createArchive(
  place: ProgramContext,
  context: ProgramContext,
  given: Options,
  names: readonly string[],
  archive: string,
): Promise<number> {
  if (names.length === 0) throw new ToolError('Cowardly refusing to create an empty archive', 2);
  const file =
    archive === '-' ? undefined : new FileWriter(context.container.files, pathOf(context, archive), false);
  const target = file ?? context.stdout;
  const zip = given.has('z') ? gzipInto(target, 6, context.killed) : undefined;
  const output = zip?.input ?? target;
  const writer = new TarWriter(
    place,
    given,
    output,
    file === undefined ? undefined : pathOf(context, archive),
  );
  for (const name of names) await writer.add(name);
  await writer.end(recordLength);
  if (zip) {
    zip.input.end();
    await zip.done;
  }
  if (file) await new Promise<void>((resolve) => file.end(() => resolve()));
  if (file?.failure) throw new ToolError(`${archive}: Cannot write: ${file.failure.message}`, 2);
  if (writer.hasFailed) await complain(context, 'Exiting with failure status due to previous errors');
  return writer.hasFailed ? 2 : 0;
}

class TarWriter {
  hasFailed = false;
  readonly #context: ProgramContext;
  readonly #given: Options;
  readonly #output: ProgramContext['stdout'];
  readonly #archive: string | undefined;
  readonly #isExcluded: (name: string) => boolean;
  readonly #linked = new Map<number, string>();
  readonly #told = new Set<string>();
  #length = 0;

  constructor(
    context: ProgramContext,
    given: Options,
    output: ProgramContext['stdout'],
    archive: string | undefined,
  ) {
    this.#context = context;
    this.#given = given;
    this.#output = output;
    this.#archive = archive;
    this.#isExcluded = excluder(given.all('exclude'));
  }

  async add(name: string): Promise<void> {
    const fail = async (what: string, message: string): Promise<void> => {
      this.hasFailed = true;
      await complain(this.#context, `${what}: ${message}`);
    };
    try {
      const found = walk(this.#context, name, {
        follows: this.#given.has('h'),
        enters: (one) => !this.#given.has('no-recursion') && !this.#isExcluded(one.name),
        onError: (what, message) => fail(what, `Cannot open: ${message}`),
      });
      for await (const one of found) if (!this.#isExcluded(one.name)) await this.#addOne(one);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await fail(name, `Cannot stat: ${error.message}`);
    }
  }

  /** Fills the archive up to whole records. */
  async end(record: number): Promise<void> {
    const zeros = 2 * blockLength;
    const filled = Math.ceil((this.#length + zeros) / record) * record;
    await this.#write(Buffer.alloc(filled - this.#length));
  }

  async #addOne({ name, path, about }: Found): Promise<void> {
    const { files } = this.#context.container;
    if (path === this.#archive)
      return await complain(this.#context, `${name}: file is the archive; not dumped`);
    if (about.kind === 'device') return;
    const shown = await this.#memberName(name);
    const first = about.kind === 'file' && about.links > 1 ? this.#linked.get(about.id) : undefined;
    if (about.kind === 'file') this.#linked.set(about.id, shown);
    const entry: TarEntry = {
      name: about.kind === 'directory' ? `${shown.replace(/\/+$/, '')}/` : shown,
      kind: first === undefined ? about.kind : 'hard-link',
      mode: about.mode,
      uid: about.uid,
      gid: about.gid,
      user: userName(this.#context, about.uid),
      group: groupName(this.#context, about.gid),
      size: about.kind === 'file' && first === undefined ? about.size : 0,
      modified: about.modified,
      target: first ?? (about.kind === 'link' ? files.linkTarget(path) : ''),
    };
    if (this.#given.has('v'))
      await writeText(this.#given.has('f') ? this.#context.stdout : this.#context.stderr, `${entry.name}\n`);
    if (entry.kind !== 'file') return await this.#write(encodeHeader(entry));
    await this.#addFile(path, name, entry);
  }

  /** A file that changes meanwhile keeps the length that its header says. */
  async #addFile(path: string, name: string, entry: TarEntry): Promise<void> {
    let pieces: Generator<Buffer, void, void>;
    let first: IteratorResult<Buffer, void>;
    try {
      pieces = this.#context.container.files.pieces(path);
      first = pieces.next();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.hasFailed = true;
      return await complain(this.#context, `${name}: Cannot open: ${error.message}`);
    }
    await this.#write(encodeHeader(entry));
    let left = entry.size;
    for (let next = first; !next.done && left > 0; next = pieces.next()) {
      const piece = next.value.subarray(0, left);
      await this.#write(piece);
      left -= piece.length;
    }
    await this.#write(Buffer.alloc(left + paddingOf(entry.size)));
  }

  /** Without what leads out of the directory where it will be unpacked. */
  async #memberName(name: string): Promise<string> {
    if (this.#given.has('P')) return name;
    const prefix = leadOf(name);
    if (prefix !== '' && !this.#told.has(prefix)) {
      this.#told.add(prefix);
      await complain(this.#context, `Removing leading \`${prefix}' from member names`);
    }
    return name.slice(prefix.length) || '.';
  }

  async #write(bytes: Buffer): Promise<void> {
    this.#length += bytes.length;
    await writeText(this.#output, bytes, this.#context.killed);
  }
}
