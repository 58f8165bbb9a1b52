import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readableFiles } from '../../../source/commands/lab-files/readable-files.ts';

let directory: string;
let work: string;
let clients: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-files-'));
  work = join(directory, 'work');
  clients = join(directory, 'clients');
  for (const one of [work, clients]) mkdirSync(one);
  writeFileSync(join(work, 'kafka.yml'), 'kind: Service\r\nname: kafka\n');
  writeFileSync(join(work, 'clients.yml'), '');
  writeFileSync(join(clients, 'producer.ts'), 'export {};\n');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const names = (labDir?: string) => readableFiles({ work, labDir, clients }).list();

describe('the readable files', () => {
  it('are those in the working directory, followed by the source of the clients, which is read-only', () => {
    expect(names().map(({ name }) => name)).toEqual(['clients.yml', 'kafka.yml', 'clients/producer.ts']);
    expect(names().map(({ fixed }) => fixed !== undefined)).toEqual([false, false, true]);
  });

  it('say that a change to the session’s copy of a manifest does not last, if it is a copy', () => {
    const own = join(directory, 'own');
    mkdirSync(own);
    const tell = (labDir?: string) => names(labDir).find(({ name }) => name === 'kafka.yml')?.changed;
    expect(tell()).toMatch(/until the session is opened again; --lab-dir/);
    expect(tell(own)).toBeUndefined();
  });

  it('are the learner’s own if they exist, since the working directory contains copies', () => {
    const own = join(directory, 'own');
    mkdirSync(own);
    writeFileSync(join(own, 'kafka.yml'), 'theirs\n');
    expect(names(own).map(({ path }) => path)).toEqual([
      join(work, 'clients.yml'),
      join(own, 'kafka.yml'),
      join(clients, 'producer.ts'),
    ]);
  });

  it('exclude directories, links, hidden files and backup files of editors', () => {
    mkdirSync(join(work, 'folder.yml'));
    symlinkSync('/etc/hostname', join(work, 'link.yml'));
    for (const name of ['.hidden', 'kafka.yml~', '.kafka.yml.swp', '#kafka.yml#', 'kafka.yml.bak'])
      writeFileSync(join(work, name), '');
    expect(names().map(({ name }) => name)).toEqual(['clients.yml', 'kafka.yml', 'clients/producer.ts']);
  });

  it('are read as lines, without their line breaks', () => {
    const files = readableFiles({ work, labDir: undefined, clients });
    expect(files.read('kafka.yml').lines).toEqual(['kind: Service', 'name: kafka']);
    expect(files.read('clients.yml').lines).toEqual([]);
  });

  it('are listed if an unknown one is requested, and a huge one is refused', () => {
    const files = readableFiles({ work, labDir: undefined, clients });
    expect(() => files.read('../secret')).toThrow('there is no file `../secret`');
    writeFileSync(join(work, 'huge.yml'), 'x'.repeat(1024 * 1024 + 1));
    expect(() => files.read('huge.yml')).toThrow(/huge\.yml` cannot be read: .*at most 1048576/);
  });
});
