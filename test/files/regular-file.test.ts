import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFileOrPipe } from '../../source/files/file-or-pipe.ts';
import { leastOpenFiles, readLimit, requireOpenFiles } from '../../source/files/open-file-limit.ts';
import { readRegularText } from '../../source/files/regular-file.ts';
import { replaceFile } from '../../source/files/replace-file.ts';
import { checkSum, withSum } from '../../source/files/summed-json.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-files-'));
  path = join(directory, 'file');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const pipe = () => expect(spawnSync('mkfifo', [path]).status).toBe(0);

describe.skipIf(process.platform === 'win32')('a file that blocked, or was read without end', () => {
  it('is refused if it is a named pipe', () => {
    pipe();
    expect(() => readRegularText(path, 100)).toThrow(/is a named pipe, not a regular file/);
  });

  it('is refused if it is a directory, a device, or a link to one', () => {
    mkdirSync(path);
    expect(() => readRegularText(path, 100)).toThrow(/is a directory, not a regular file|EISDIR/);
    symlinkSync('/dev/zero', join(directory, 'zero'));
    for (const device of ['/dev/zero', join(directory, 'zero')])
      expect(() => readRegularText(device, 100)).toThrow(/is a device, not a regular file/);
  });

  it('is refused if it is a socket, a loop of links, or too long', async () => {
    const server = await new Promise<Server>((resolve) => {
      const listening = createServer().listen(path, () => resolve(listening));
    });
    expect(() => readRegularText(path, 100)).toThrow(expect.objectContaining({ code: 'ENXIO' }));
    await new Promise((resolve) => server.close(resolve));
    symlinkSync(path, path);
    expect(() => readRegularText(path, 100)).toThrow(expect.objectContaining({ code: 'ELOOP' }));
    rmSync(path);
    writeFileSync(path, 'x'.repeat(101));
    expect(() => readRegularText(path, 100)).toThrow(/has 101 bytes; at most 100 are read/);
  });

  it('is replaced without being opened', () => {
    pipe();
    replaceFile(path, 'text');
    expect(readRegularText(path, 100)).toBe('text');
  });
});

describe.skipIf(process.platform === 'win32')('a pipe with a manifest', () => {
  it('is read to its end, however late its writer comes', async () => {
    pipe();
    const read = readFileOrPipe(path, { maxBytes: 1e6, withinMs: 20_000 });
    spawn('sh', ['-c', 'printf one > "$0"', path]);
    expect(String(await read)).toBe('one');
  });

  it('times out if nobody writes', async () => {
    pipe();
    await expect(readFileOrPipe(path, { maxBytes: 10, withinMs: 50 })).rejects.toThrow(
      /named pipe that no program writes to/,
    );
  });

  it('is cut off if it does not end', async () => {
    pipe();
    const writer = spawn('sh', ['-c', 'exec cat /dev/zero > "$0"', path]);
    await expect(readFileOrPipe(path, { maxBytes: 1e6, withinMs: 20_000 })).rejects.toThrow(/is too large/);
    writer.kill('SIGKILL');
  });
});

describe('the limit of open files', () => {
  it('is the soft one of this process', () => {
    expect(readLimit('Max open files            64                   4096                 files\n')).toBe(64);
    expect(
      readLimit('Max open files            unlimited            unlimited            files\n'),
    ).toBeUndefined();
  });

  it('is reported, with what to do, if it is too low', () => {
    expect(() => requireOpenFiles(leastOpenFiles.lab, 64)).toThrow(
      expect.objectContaining({
        code: 'machine-lacks',
        message: expect.stringContaining('`64`'),
        hint: expect.stringContaining('ulimit -n'),
      }),
    );
    expect(() => requireOpenFiles(leastOpenFiles.lab, leastOpenFiles.lab)).not.toThrow();
  });
});

it('a changed line has another checksum than it says', () => {
  const line = withSum('{"a":"b"}');
  expect(JSON.parse(line)).toMatchObject({ a: 'b' });
  expect(checkSum(line)).toBe('right');
  expect(checkSum(line.replace('b', 'c'))).toBe('wrong');
  expect(checkSum('{"a":"b"}')).toBe('absent');
});
