import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { javaIoError } from '../../source/errors/java-error.ts';
import { describeError } from '../../source/errors/lab-error.ts';
import { explainSystemError } from '../../source/errors/system-error.ts';

const thrown = (code: string, more: object = {}) => Object.assign(new Error(`${code}: x`), { code, ...more });

describe('an error of the system', () => {
  it.each(
    'ENOSPC EDQUOT EROFS EACCES EPERM EMFILE ENFILE ENOTDIR EISDIR ELOOP ENAMETOOLONG EIO ENOENT'.split(' '),
  )('%s says what was wrong and what to do', (code) => {
    const refusal = explainSystemError(thrown(code, { syscall: 'open' }));
    expect(refusal?.wrong).toMatch(/^[a-z]/);
    expect(refusal?.todo).toMatch(/^[a-z]/);
    expect(describeError(thrown(code))).toBe(`${refusal?.wrong} (${code})`);
  });

  it('names the path', () => {
    const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-error-'));
    const file = join(directory, 'file');
    writeFileSync(file, '');
    try {
      readFileSync(join(file, 'below'));
    } catch (error) {
      expect(describeError(error)).toBe(`not a directory (ENOTDIR) at \`${join(file, 'below')}\``);
    }
    rmSync(directory, { recursive: true });
  });

  it('is left unchanged if it concerns a program or a port', () => {
    expect(explainSystemError(thrown('ENOENT', { syscall: 'spawn kubectl' }))).toBeUndefined();
    expect(explainSystemError(thrown('EACCES', { syscall: 'listen' }))).toBeUndefined();
    expect(explainSystemError(thrown('EMFILE', { syscall: 'spawn kubectl' }))?.wrong).toBe(
      'too many open files',
    );
    expect(explainSystemError(new Error('else'))).toBeUndefined();
  });

  it('is logged by a broker in the words of a JVM', () => {
    expect(javaIoError(thrown('ENOSPC'))).toBe('java.io.IOException: No space left on device');
    expect(javaIoError(thrown('EACCES', { path: '/a' }))).toBe('java.nio.file.AccessDeniedException: /a');
    expect(javaIoError(new Error('else'))).toBeUndefined();
  });
});
