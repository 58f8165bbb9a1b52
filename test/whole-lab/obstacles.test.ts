import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const program = join(import.meta.dirname, '../../dist/kafka-lab.js');
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-obstacle-'));
});
afterEach(() => {
  // What was started after all must not outlive the test.
  if (existsSync(join(home, cluster, 'lock'))) lab('down');
  rmSync(home, { recursive: true, force: true });
});

function lab(...words: string[]) {
  const env = { ...process.env, KAFKA_LAB_HOME: home };
  return spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', env, timeout: 60_000 });
}

/** What stands in the place of a file or directory, and what it is called. */
const kinds = {
  directory: ['a directory', (path: string) => fullDirectory(path)],
  pipe: ['a named pipe', (path: string) => expect(spawnSync('mkfifo', [path]).status).toBe(0)],
  device: ['a device', (path: string) => symlinkSync('/dev/zero', path)],
  file: ['a regular file', (path: string) => writeFileSync(path, 'precious')],
  dangling: ['a symbolic link to nothing', (path: string) => symlinkSync('/no/such/place', path)],
} as const;

function fullDirectory(path: string): void {
  mkdirSync(path);
  writeFileSync(join(path, 'precious'), 'precious');
}

const cluster = 'clusters/kafka-lab';
const session = 'sessions/mine';
const up = ['up', '--detach'];
const run = ['run', '--session', 'mine', '--until', '1.1'];

/** Path below the home, the kinds that are refused there, and the command line that meets it. */
const refused: readonly (readonly [string, readonly (keyof typeof kinds)[], readonly string[]])[] = [
  ['clusters', ['pipe', 'device', 'file', 'dangling'], up],
  ['sessions', ['pipe', 'dangling'], up],
  [cluster, ['pipe', 'device', 'file', 'dangling'], up],
  [cluster, ['pipe'], ['down']],
  [`${cluster}/kubeconfig`, ['directory'], up],
  [`${cluster}/state.json`, ['directory'], up],
  [`${cluster}/lock`, ['directory'], up],
  [`${cluster}/programs`, ['directory'], up],
  [`${cluster}/inventory.json`, ['directory'], up],
  [`${cluster}/cluster.log`, ['directory', 'pipe'], up],
  [`${cluster}/images`, ['pipe', 'file', 'dangling'], ['build']],
  [session, ['pipe', 'dangling'], run],
  [`${session}/journal.jsonl`, ['directory', 'pipe', 'device'], run],
  [`${session}/journal.lock`, ['directory'], run],
  [`${session}/cluster.json`, ['directory', 'pipe'], run],
  [`${session}/work`, ['pipe', 'dangling'], run],
  [`${session}/work/kafka.yml`, ['directory'], run],
];

describe.skipIf(process.platform === 'win32')('what stands in the place of a file of the home', () => {
  for (const [path, names, words] of refused)
    it.each(names)(
      `\`${path}\` of \`kafka-lab ${words.join(' ')}\` is refused and left where it is %s`,
      (name) => {
        const place = join(home, path);
        mkdirSync(dirname(place), { recursive: true });
        const [called, put] = kinds[name];
        put(place);
        const { status, stderr } = lab(...words);
        expect(stderr).toContain(`\`${place}\` is ${called}`);
        expect(stderr).toMatch(/move it away/);
        // A session's record that cannot be read is no matter of the machine, whatever is wrong with it.
        expect(status).toBe(path.endsWith('journal.jsonl') ? 1 : 3);
        if (name === 'directory') expect(existsSync(join(place, 'precious'))).toBe(true);
      },
    );
});
