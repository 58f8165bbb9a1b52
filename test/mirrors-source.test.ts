import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, posix } from 'node:path';
import { expect, it } from 'vitest';

/** Folders of tests that span the source. The tests directly in test/ cover the repository as a whole. */
const crossCutting = [
  ...['bench/', 'conformance/', 'prove/', 'terminal/', 'whole-lab/'],
  ...['embedded/kafka/faults/', 'embedded/kubernetes/fuzz/', 'ui/golden/'],
];
const imported = /(?:^(?:import|export)\s+(type\s)?[^;]*?from|\bimport)\s*\(?\s*'(\.[^']+)'/gm;

/** The files whose values a file imports, without types; paths from the root of the repository. */
function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(imported)]
    .filter(([, type]) => type === undefined)
    .map(([, , path = '']) => posix.join(posix.dirname(file), path));
}

/** The source files that a test uses, directly and through files beside it in test/. */
function usedBy(test: string): string[] {
  const used = new Set(importsOf(test));
  for (const file of used) {
    if (!file.startsWith('test/') || !existsSync(file)) continue;
    for (const next of importsOf(file)) used.add(next);
  }
  return [...used].filter((file) => file.startsWith('source/'));
}

const nameOf = (file: string): string => basename(file).replace(/\..*$/, '');

/** What is wrong with the place or the name of a test, given as its path inside test/. */
function misplaced(test: string, used: readonly string[]): string | undefined {
  const folder = `source/${dirname(test)}`;
  const [name, aspect] = basename(test).split('.');
  if (!existsSync(folder)) return `${test}: there is no ${folder}`;
  // First, because the handler and the message of a Kafka API share a name, and the test of one uses the other.
  if (['.ts', '.tsx', ''].some((end) => existsSync(`${folder}/${name}${end}`))) return undefined;
  const elsewhere = used.find((file) => nameOf(file) === name);
  if (elsewhere !== undefined) return `${test}: ${elsewhere} is elsewhere`;
  if (aspect !== 'test') return `${test}: there is no ${folder}/${name}.ts`;
  const [only, ...others] = used.filter((file) => file.startsWith(`${folder}/`));
  if (only === undefined || others.length > 0) return undefined;
  return `${test}: of ${folder} it uses ${only} alone, and there is no ${folder}/${name}.ts; name it after the file that it tests`;
}

const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\/.*\.test\.tsx?$/.test(file) && !crossCutting.some((each) => file.startsWith(each)));

/**
 * The test of a source file is called FILE.test.ts, or FILE.ASPECT.test.ts if a file has several, and is in the same folder. What the files
 * of a folder do together is tested in that folder as well, under a different name.
 */
it('every test mirrors the path and the name of the source that it tests', () => {
  expect(tests.length).toBeGreaterThan(150);
  expect(tests.flatMap((test) => misplaced(test, usedBy(`test/${test}`)) ?? [])).toEqual([]);
});

it.each([
  ['a folder that is gone', 'gone/a.test.ts', []],
  ['a file that was moved', 'text/moved.test.ts', ['source/ui/text/moved.ts']],
  ['an aspect of a file that is gone', 'text/gone.aspect.test.ts', ['source/text/a.ts', 'source/text/b.ts']],
  ['one file under another name', 'text/other.test.ts', ['source/text/width.ts', 'source/errors/a.ts']],
])('finds %s', (_what, test, used) => {
  expect(misplaced(test, used)).toMatch(new RegExp(`^${test}: `));
});

it.each([
  ['one file', 'text/width.test.ts', ['source/text/width.ts']],
  [
    'one of two files of a name',
    'embedded/kafka/broker/handlers/fetch.test.ts',
    ['source/embedded/kafka/messages/fetch.ts'],
  ],
  ['an aspect of a file', 'text/width.emoji.test.ts', ['source/text/width.ts']],
  ['what a folder does', 'text/together.test.ts', ['source/text/width.ts', 'source/text/sanitize.ts']],
])('accepts a test of %s', (_what, test, used) => {
  expect(misplaced(test, used)).toBeUndefined();
});
