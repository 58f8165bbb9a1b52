import { win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNameFor, fileNameProblem } from '../../source/files/file-name.ts';
import { hostilePath } from '../embedded/paths/hostile-paths.ts';

describe('a name from outside', () => {
  it('is on Windows no device, no drive and no path with backslashes', () => {
    const wrong = ['C:', 'a\\b', '..\\x', 'nul', 'Com1.txt', 'a.', '.. ', 'a ', 'a*', 'a\tb', 'stream:$DATA'];
    for (const name of wrong) expect(fileNameProblem(name, 'win32'), name).toBeDefined();
    for (const name of ['CONIN$', 'com\u00b9', 'lpt\u00b2.log', 'nul .txt'])
      expect(fileNameProblem(name, 'win32'), name).toBe('is the name of a device on Windows');
    for (const name of ['a', 'null', 'a b', '..a', 'com', '\uff21\uff22', 'con\u00b9'])
      expect(fileNameProblem(name, 'win32'), name).toBeUndefined();
    fc.assert(
      fc.property(hostilePath, (name) => {
        if (fileNameProblem(name, 'win32') !== undefined) return;
        expect(win32.dirname(win32.resolve('C:\\data', name))).toBe('C:\\data');
      }),
    );
  });
});

describe('a file name for a text', () => {
  it('is the text itself if possible, and otherwise readable', () => {
    expect(fileNameFor('kafka-lab-clients')).toBe('kafka-lab-clients');
    expect(fileNameFor('kafka-lab/clients:v1.2')).toBe('kafka-lab%2Fclients%3Av1.2');
  });

  it('never leaves its directory', () => {
    expect(fileNameFor('..')).toBe('%2E%2E');
    expect(fileNameFor('.')).toBe('%2E');
    expect(fileNameFor('../../x')).toBe('%2E%2E%2F..%2Fx');
    expect(fileNameFor('')).toBe('%');
    expect(fileNameFor('nul')).toBe('%6Eul');
    expect(fileNameFor('nul.tar')).toBe('%6Eul.tar');
    expect(fileNameFor('\ud800')).toBe('%EF%BF%BD');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const name = fileNameFor(text);
        expect(name).toMatch(/^(?!\.)[\w.!~'()%-]{1,200}(?<!\.)$/);
        expect(fileNameProblem(name, 'win32')).toBeUndefined();
      }),
    );
  });

  it('differs for different long texts', () => {
    const long = `${'a'.repeat(300)}/`;
    expect(fileNameFor(`${long}1`)).not.toBe(fileNameFor(`${long}2`));
    expect(fileNameFor(`${long}1`)).toHaveLength(200);
  });
});
