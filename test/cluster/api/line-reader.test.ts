import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LineLimits, readLineGroups, readLines } from '../../../source/cluster/api/line-reader.ts';

async function linesOf(chunks: readonly Uint8Array[], limits: LineLimits): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(Readable.from(chunks, { objectMode: true }), limits)) lines.push(line);
  return lines;
}

describe('readLines', () => {
  it('finds the same lines wherever the bytes are cut', async () => {
    const text = fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll('\n', ' ')));
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.integer({ min: 1, max: 7 })), async (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const chunks: Buffer[] = [];
        let at = 0;
        for (const size of cuts) {
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        chunks.push(bytes.subarray(at));
        const whole = chunks.filter((chunk) => chunk.length > 0);
        expect(await linesOf(whole, { maxBytes: 10_000, whenLonger: 'error' })).toEqual(lines);
      }),
    );
  });

  it('returns the text after the last line break', async () => {
    expect(await linesOf([Buffer.from('a\nb')], { maxBytes: 10, whenLonger: 'error' })).toEqual(['a', 'b']);
  });

  it('keeps the beginning of a line that is too long, and the whole next line', async () => {
    const chunks = [Buffer.from('abc'), Buffer.from('defgh'), Buffer.from('ij\nnext\n')];
    expect(await linesOf(chunks, { maxBytes: 5, whenLonger: 'cut' })).toEqual(['abcde', 'next']);
  });

  it('refuses a line that is too long before it is complete', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1000, 120);
      })(),
      { objectMode: true },
    );
    await expect(readLines(endless, { maxBytes: 4096, whenLonger: 'error' }).next()).rejects.toMatchObject({
      code: 'protocol',
      message: 'a line is longer than 4096 bytes',
    });
  });
});

describe('readLineGroups', () => {
  it('gives the lines that ended in one chunk together, whatever bytes they are', async () => {
    const line = fc.uint8Array({ maxLength: 12 }).map((bytes) => bytes.filter((byte) => byte !== 10));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1 }), async (lines) => {
        const groups: (readonly string[])[] = [];
        const chunk = Buffer.concat(lines.map((each) => Buffer.concat([each, Buffer.from('\n')])));
        const stream = Readable.from([chunk], { objectMode: true });
        for await (const group of readLineGroups(stream, { maxBytes: 10_000, whenLonger: 'error' }))
          groups.push(group);
        expect(groups).toEqual([lines.map((each) => Buffer.from(each).toString('utf8'))]);
      }),
    );
  });

  it('gives the lines before one that is too long', async () => {
    const stream = Readable.from([Buffer.from('one\ntwo\nfar too long\nlast\n')], { objectMode: true });
    const groups = readLineGroups(stream, { maxBytes: 5, whenLonger: 'error' });
    expect(await groups.next()).toEqual({ done: false, value: ['one', 'two'] });
    await expect(groups.next()).rejects.toMatchObject({ code: 'protocol' });
  });
});
