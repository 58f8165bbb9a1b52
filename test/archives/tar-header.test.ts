import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  blockLength,
  decodeHeader,
  decodePax,
  encodeHeader,
  type TarEntry,
  TarError,
} from '../../source/archives/tar-header.ts';
import { TarReader } from '../../source/archives/tar-reader.ts';

const entry: TarEntry = {
  name: 'data/orders.txt',
  kind: 'file',
  mode: 0o644,
  uid: 1000,
  gid: 1000,
  user: 'appuser',
  group: 'appuser',
  size: 5,
  modified: 1_700_000_000_000,
  target: '',
};

async function entriesOf(bytes: Buffer): Promise<{ entry: TarEntry; text: string }[]> {
  const reader = new TarReader(
    (async function* () {
      yield bytes;
    })(),
  );
  const found: { entry: TarEntry; text: string }[] = [];
  for (let next = await reader.next(); next !== undefined; next = await reader.next()) {
    const pieces: Buffer[] = [];
    for await (const piece of reader.bytes()) pieces.push(piece);
    found.push({ entry: next, text: Buffer.concat(pieces).toString() });
  }
  return found;
}

it('a header has the same bytes as from GNU tar', () => {
  // From `tar --format=gnu --owner=appuser:1000 --group=appuser:1000 --mode=644 --mtime=@1700000000`.
  const block = encodeHeader(entry);
  expect(block.length).toBe(blockLength);
  expect(block.toString('latin1', 0, 16)).toBe('data/orders.txt\0');
  expect(block.toString('latin1', 100, 136)).toBe('0000644\0' + '0001750\0' + '0001750\0' + '00000000005\0');
  expect(block.toString('latin1', 136, 157)).toBe('14524770400\0' + '013744\0 ' + '0');
  expect(block.toString('latin1', 257, 273)).toBe('ustar  \0appuser\0');
});

it('an entry is read as it was written, with a name of any length', async () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'b', '/', '\u00e9', '.'),
    minLength: 1,
    maxLength: 300,
  });
  await fc.assert(
    fc.asyncProperty(name, fc.nat(0o7777), fc.nat(0o7777777), async (text, mode, id) => {
      const one = { ...entry, name: `${text}x`, mode, uid: id, gid: id };
      const bytes = Buffer.concat([encodeHeader(one), Buffer.from('hello'), Buffer.alloc(507 + 1024)]);
      const [found] = await entriesOf(bytes);
      expect(found?.entry).toMatchObject(one);
      expect(found?.text).toBe('hello');
    }),
  );
});

it('a pax header provides a long name and its own size', async () => {
  const long = `${'d/'.repeat(80)}file`;
  const record = (key: string, value: string): string => {
    const rest = ` ${key}=${value}\n`;
    let length = rest.length + 2;
    if (String(length).length > 2) length++;
    return `${length}${rest}`;
  };
  const text = Buffer.from(record('path', long) + record('size', '3'));
  expect(decodePax(text)).toEqual(
    new Map([
      ['path', long],
      ['size', '3'],
    ]),
  );
  const head = encodeHeader({ ...entry, name: 'pax', size: text.length });
  head.write('x', 156);
  const sum = [...head].reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const bytes = Buffer.concat([
    head,
    text,
    Buffer.alloc(512 - text.length),
    encodeHeader({ ...entry, size: 9 }),
    Buffer.from('abc'),
    Buffer.alloc(509 + 1024),
  ]);
  const [found] = await entriesOf(bytes);
  expect(found).toMatchObject({ entry: { name: long, size: 3 }, text: 'abc' });
});

it('any bytes give entries or an error, and never block or exhaust memory', async () => {
  const header = encodeHeader(entry);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(511), fc.nat(255)), { maxLength: 4 }),
      fc.uint8Array({ maxLength: 1500 }),
      async (changes, rest) => {
        const bytes = Buffer.concat([header, rest]);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          await entriesOf(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(TarError);
        }
      },
    ),
  );
});

it('a block of zeros ends the archive', () => {
  expect(decodeHeader(Buffer.alloc(blockLength))).toBeUndefined();
  expect(() => decodeHeader(Buffer.alloc(blockLength, 'x'))).toThrow('This does not look like a tar archive');
});
