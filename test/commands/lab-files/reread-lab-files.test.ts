import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FlagName, parseFlags } from '../../../source/commands/command-line/flags.ts';
import { readOptions } from '../../../source/commands/command-line/options.ts';
import { LabFilesOnDisk } from '../../../source/commands/lab-files/reread-lab-files.ts';

let directory: string;
let copies: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-dir-'));
  copies = join(directory, 'work');
  mkdirSync(copies);
  for (const name of ['kafka.yml', 'clients.yml']) cpSync(join('manifests', name), join(directory, name));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (...words: string[]) =>
  new LabFilesOnDisk(readOptions(parseFlags('run', words, [] as FlagName[])), 0, copies, 'default');
const change = (name: string, from: string, to: string) => {
  const path = join(directory, name);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
};
const copied = (name: string) => readFileSync(join(copies, name), 'utf8');

it('finds no change if nothing has changed', () => {
  expect(open('--lab-dir', directory).reread()).toBeUndefined();
  expect(open().reread()).toBeUndefined();
});

it('copies a corrected file, and reads its facts', () => {
  const onDisk = open('--lab-dir', directory);
  change('kafka.yml', 'value: "4"', 'value: "6"');
  change('clients.yml', 'clients:v1', 'clients:v2');
  const found = onDisk.reread();
  expect(found?.files?.facts.lab).toMatchObject({ partitions: 6 });
  expect(found?.notes).toEqual([
    'kafka.yml and clients.yml have changed on disk: the lab now follows the new version.',
  ]);
  expect(copied('kafka.yml')).toContain('value: "6"');
  expect(copied('clients.yml')).toContain('value: "0"');
  expect(onDisk.reread()).toBeUndefined();
});

it('also copies an invalid file, so that kubectl reports what is wrong with it', () => {
  const onDisk = open('--lab-dir', directory);
  change('kafka.yml', 'kind: Service', 'kind: [');
  const found = onDisk.reread();
  expect(found).toMatchObject({ files: undefined });
  expect(found?.notes[0]).toMatch(/kafka\.yml has changed on disk.* is not YAML at line/);
  expect(copied('kafka.yml')).toContain('kind: [');
  change('kafka.yml', 'kind: [', 'kind: Service');
  expect(onDisk.reread()?.files?.facts.lab.partitions).toBe(4);
});

it('waits while a file is missing', () => {
  const onDisk = open('--lab-dir', directory);
  rmSync(join(directory, 'kafka.yml'));
  expect(onDisk.reread()).toBeUndefined();
});

it('says that a session stays in its namespace', () => {
  const onDisk = open('--lab-dir', directory);
  for (const name of ['zookeeper', 'kafka'])
    change('kafka.yml', `  name: ${name}\n`, `  name: ${name}\n  namespace: streams\n`);
  const found = onDisk.reread();
  expect(found?.files).toBeUndefined();
  expect(found?.notes[0]).toContain('in namespace `streams` now, and the session works in `default`');
});
