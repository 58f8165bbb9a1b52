import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCompiledCode, writeCompiledCode } from '../../source/loading/cache-file.ts';

let home: string;
let directory: string;
let path: string;
const code = { bytes: Buffer.from('compiled code, as it were'), chunks: 7 };

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-compiled-'));
  directory = join(home, 'compiled');
  path = join(directory, 'screen-1.code');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('compiled code', () => {
  it('is read as it was written, and only by its owner', () => {
    writeCompiledCode(path, code);
    expect(readCompiledCode(path)).toEqual(code);
    expect(readdirSync(directory)).toEqual(['screen-1.code']);
    if (process.platform === 'win32') return;
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('starts at a multiple of 8 bytes, or V8 would copy it', () => {
    writeCompiledCode(path, code);
    expect(statSync(path).size - code.bytes.length).toBe(16);
  });

  it('replaces the previous file', () => {
    writeCompiledCode(path, { bytes: Buffer.alloc(1000, 1), chunks: 1 });
    writeCompiledCode(path, code);
    expect(readCompiledCode(path)).toEqual(code);
  });

  it('is not read if a byte was changed or is missing: V8 would not notice', () => {
    writeCompiledCode(path, code);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at += 1) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 0x10;
      writeFileSync(path, damaged);
      expect(readCompiledCode(path), `byte ${at}`).toBeUndefined();
      writeFileSync(path, whole.subarray(0, at));
      expect(readCompiledCode(path), `${at} bytes`).toBeUndefined();
    }
  });

  it('is not read if it is larger than any that we write', () => {
    writeCompiledCode(path, { bytes: Buffer.alloc(17 * 1024 * 1024), chunks: 1 });
    expect(existsSync(path)).toBe(false);
    mkdirSync(directory, { recursive: true });
    writeFileSync(path, Buffer.alloc(17 * 1024 * 1024));
    expect(readCompiledCode(path)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('is not read if others may write to it', () => {
    writeCompiledCode(path, code);
    for (const [each, mode] of [
      [path, 0o620],
      [path, 0o602],
      [directory, 0o770],
    ] as const) {
      const before = statSync(each).mode & 0o777;
      chmodSync(each, mode);
      expect(readCompiledCode(path), `${each} ${mode.toString(8)}`).toBeUndefined();
      chmodSync(each, before);
    }
    expect(readCompiledCode(path)).toEqual(code);
  });

  it.skipIf(process.platform === 'win32')('is neither read nor written through a link', () => {
    writeCompiledCode(path, code);
    const target = join(home, 'elsewhere.code');
    renameSync(path, target);
    symlinkSync(target, path);
    expect(readCompiledCode(path)).toBeUndefined();
    writeCompiledCode(path, { bytes: Buffer.from('other'), chunks: 1 });
    rmSync(path);
    renameSync(target, path);
    expect(readCompiledCode(path)).toEqual(code);

    renameSync(directory, join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), directory);
    expect(readCompiledCode(path)).toBeUndefined();
    writeCompiledCode(path, { bytes: Buffer.from('other'), chunks: 1 });
    expect(readCompiledCode(join(home, 'elsewhere', 'screen-1.code'))).toEqual(code);
  });

  it('may be missing without a message, as may the home in which it would be kept', () => {
    expect(readCompiledCode(path)).toBeUndefined();
    rmSync(home, { recursive: true });
    writeCompiledCode(path, code);
    expect(existsSync(home)).toBe(false);
    writeFileSync(home, '');
    writeCompiledCode(path, code);
    expect(readCompiledCode(path)).toBeUndefined();
  });

  it('keeps the twelve files that were written last', () => {
    for (let index = 0; index < 14; index += 1) {
      const each = join(directory, `screen-${index}.code`);
      writeCompiledCode(each, code);
      utimesSync(each, index, index);
    }
    writeFileSync(join(directory, 'of-the-user'), '');
    writeCompiledCode(path, code);
    const left = readdirSync(directory);
    expect(left).toHaveLength(13);
    expect(left).toEqual(expect.arrayContaining(['of-the-user', 'screen-1.code', 'screen-13.code']));
    expect(left).not.toContain('screen-0.code');
    expect(left).not.toContain('screen-2.code');
  });
});
