#!/usr/bin/env node
// Makes the journals of forty people from one session of the whole Kafka lab, for trying `kafka-lab grade`:
//   node scripts/make-class.js DIR [JOURNAL] [SEED]
// JOURNAL: that of a session in which every step passed, as `kafka-lab run` records it; by default a short one that is made up. DIR must not exist.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [directory, journal, seed = '1'] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: node scripts/make-class.js DIR [JOURNAL] [SEED]');
  process.exit(2);
}
const root = dirname(dirname(fileURLToPath(import.meta.url)));
// Below node_modules, so that the packages that stay outside of the bundle are found.
const outfile = join(root, `node_modules/.cache/kafka-lab-class-${process.pid}.mjs`);
const contents = `
export { fortySessions } from './test/grading/forty-sessions.ts';
export { fullSession } from './test/grading/full-session.ts';
export { kafkaLab } from './test/lab/kafka-lab.ts';
`;
process.chdir(root);
try {
  const options = {
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  };
  await build({ ...options, stdin: { contents, resolveDir: root, loader: 'ts' }, outfile });
  const { fortySessions, fullSession, kafkaLab } = await import(pathToFileURL(outfile).href);
  const template = journal === undefined ? fullSession() : readEvents(journal);
  mkdirSync(directory);
  for (const [name, bytes] of fortySessions(template, kafkaLab, Number(seed)).journals) {
    mkdirSync(join(directory, name));
    writeFileSync(join(directory, name, 'journal.jsonl'), bytes);
  }
} finally {
  rmSync(outfile, { force: true });
}

function readEvents(path) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { prev: _prev, unattended: _unattended, ...event } = JSON.parse(line);
      return event;
    });
}
