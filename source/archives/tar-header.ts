/*
 * The headers of a tar archive: ustar with GNU's long names, and pax headers when reading.
 * https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */

export const blockLength = 512;

export interface TarEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'hard-link' | 'other';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly user: string;
  readonly group: string;
  /** Bytes that follow the header, before they are filled up to whole blocks. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly target: string;
}

const letters = { file: '0', 'hard-link': '1', link: '2', directory: '5', other: '0' } as const;
const longestName = 100;

/** A header that is no header: the archive is cut, or none. */
export class TarError extends Error {}

/** The header of an entry, with what GNU puts before it where a name is long. */
export function encodeHeader(entry: TarEntry): Buffer {
  const parts: Buffer[] = [];
  const name = Buffer.from(entry.name);
  const target = Buffer.from(entry.target);
  if (target.length > longestName) parts.push(longText('K', target));
  if (name.length > longestName) parts.push(longText('L', name));
  parts.push(header(entry, name, target, letters[entry.kind]));
  return Buffer.concat(parts);
}

/** How many bytes fill the last block of `size` bytes. */
export function paddingOf(size: number): number {
  return (blockLength - (size % blockLength)) % blockLength;
}

function longText(letter: string, text: Buffer): Buffer {
  const size = text.length + 1;
  const about = { mode: 0o644, uid: 0, gid: 0, user: 'root', group: 'root', size, modified: 0 };
  const head = header(about, Buffer.from('././@LongLink'), Buffer.alloc(0), letter);
  return Buffer.concat([head, text, Buffer.alloc(1 + paddingOf(size))]);
}

function header(
  { mode, uid, gid, user, group, size, modified }: Omit<TarEntry, 'name' | 'target' | 'kind'>,
  name: Buffer,
  target: Buffer,
  letter: string,
): Buffer {
  const block = Buffer.alloc(blockLength);
  const octal = (value: number, at: number, length: number): void =>
    void block.write(
      Math.max(0, Math.floor(value))
        .toString(8)
        .padStart(length - 1, '0'),
      at,
      'latin1',
    );
  name.copy(block, 0, 0, longestName);
  octal(mode & 0o7777, 100, 8);
  octal(uid, 108, 8);
  octal(gid, 116, 8);
  octal(size, 124, 12);
  octal(modified / 1000, 136, 12);
  block.write(letter, 156, 'latin1');
  target.copy(block, 157, 0, longestName);
  block.write('ustar  \0', 257, 'latin1');
  block.write(user.slice(0, 31), 265);
  block.write(group.slice(0, 31), 297);
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** The sum of the bytes, with blanks for the sum itself. */
function checksum(block: Buffer): number {
  let sum = 0;
  for (let at = 0; at < blockLength; at++) sum += at >= 148 && at < 156 ? 32 : block[at]!;
  return sum;
}

/** A header as it stands in the archive; `letter` says what follows. undefined: a block of zeros, the end. Throws TarError. */
export function decodeHeader(block: Buffer): (TarEntry & { readonly letter: string }) | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  if (number(block, 148, 8) !== checksum(block)) throw new TarError('This does not look like a tar archive');
  const letter = String.fromCharCode(block[156]!).replace('\0', '0');
  const isUstar = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isUstar ? text(block, 345, 155) : '';
  const name = `${prefix === '' ? '' : `${prefix}/`}${text(block, 0, 100)}`;
  return {
    letter,
    name,
    kind: kindOf(letter, name),
    mode: number(block, 100, 8) & 0o7777,
    uid: number(block, 108, 8),
    gid: number(block, 116, 8),
    size: letter === '1' || letter === '2' || letter === '5' ? 0 : number(block, 124, 12),
    modified: number(block, 136, 12) * 1000,
    target: text(block, 157, 100),
    user: text(block, 265, 32),
    group: text(block, 297, 32),
  };
}

function kindOf(letter: string, name: string): TarEntry['kind'] {
  if (letter === '5' || (letter === '0' && name.endsWith('/'))) return 'directory';
  if (letter === '2') return 'link';
  if (letter === '1') return 'hard-link';
  return letter === '0' || letter === '7' ? 'file' : 'other';
}

function text(block: Buffer, at: number, length: number): string {
  const end = block.indexOf(0, at);
  return block.toString('utf8', at, end < 0 ? at + length : Math.min(end, at + length));
}

/** Octal digits, or with the highest bit set a binary number. */
function number(block: Buffer, at: number, length: number): number {
  if ((block[at]! & 0x80) !== 0) {
    const value = block.readUIntBE(at + length - 6, 6);
    if (value > Number.MAX_SAFE_INTEGER) throw new TarError('This does not look like a tar archive');
    return value;
  }
  const digits = text(block, at, length).trim();
  if (!/^[0-7]*$/.test(digits)) throw new TarError('This does not look like a tar archive');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** The records of a pax header: `30 mtime=1350244992.023960108`. */
export function decodePax(bytes: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const length = Number(bytes.toString('latin1', at, space));
    if (space < 0 || !(length > space - at + 1) || at + length > bytes.length)
      throw new TarError('Malformed extended header');
    const record = bytes.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}
