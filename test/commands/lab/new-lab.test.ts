import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { newLab } from '../../../source/commands/lab/new-lab.ts';
import { loadLab } from '../../../source/lab/loading/load-lab.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import { renderLab } from '../../../source/lab/rendering/render-lab.ts';
import { makeLab } from '../../lab/loading/lab-folder.ts';

it('creates a valid lab, whose id comes from its folder', () => {
  const directory = join(makeLab({}), 'My Lab 2');
  newLab(directory);
  const { source } = loadLab(directory);
  expect(source.manifest.id).toBe('my-lab-2');
  expect(renderLab(source, kafkaFacts).steps).toHaveLength(2);
});

it('adds the schema that its first line references for editors', () => {
  const directory = join(makeLab({}), 'mine');
  newLab(directory);
  const [, schema = ''] = /\$schema=(\S+)/.exec(readFileSync(join(directory, 'lab.yml'), 'utf8')) ?? [];
  expect(JSON.parse(readFileSync(join(directory, schema), 'utf8'))).toHaveProperty('properties.steps');
});

it('prints commands that a shell accepts unchanged, even if the path contains a space', () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  const directory = join(makeLab({}), 'My Lab');
  newLab(directory);
  const printed = write.mock.calls.map(([text]) => String(text)).join('');
  expect(printed).toContain(`kafka-lab --lab '${directory}'\n`);
  expect(printed).toContain(`kafka-lab lab check '${directory}'\n`);
});

it('does not overwrite existing files', () => {
  const directory = makeLab({});
  writeFileSync(join(directory, 'mine.txt'), '');
  expect(() => newLab(directory)).toThrow('is not empty');
  const other = makeLab({});
  mkdirSync(join(other, 'steps'));
  writeFileSync(join(other, 'steps/mine.md'), '');
  expect(() => newLab(other)).toThrow('is not empty');
});

it('a refused folder was left with an empty `steps` in it', () => {
  const directory = makeLab({});
  writeFileSync(join(directory, 'mine.txt'), '');
  const before = readdirSync(directory);
  expect(() => newLab(directory)).toThrow('is not empty');
  expect(readdirSync(directory)).toEqual(before);
});

it('a file or a link to nothing in place of the folder was reported as an error of `steps`', () => {
  const parent = makeLab({});
  const file = join(parent, 'file');
  writeFileSync(file, 'mine');
  expect(() => newLab(file)).toThrow(`\`${file}\` is a regular file, not a folder`);
  expect(readFileSync(file, 'utf8')).toBe('mine');
  const link = join(parent, 'link');
  symlinkSync(join(parent, 'nothing'), link);
  expect(() => newLab(link)).toThrow(`\`${link}\` is a symbolic link to nothing, not a folder`);
  expect(existsSync(join(parent, 'nothing'))).toBe(false);
});
