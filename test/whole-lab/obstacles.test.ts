import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runVerb } from '../../source/commands/run-verb.ts';
import { describeError, LabError } from '../../source/errors/lab-error.ts';

const program = join(import.meta.dirname, '../../dist/kafka-lab.js');
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-obstacle-'));
});
afterEach(() => {
  // Whatever did start must not outlive the test.
  if (existsSync(join(home, cluster, 'lock'))) lab('down');
  for (const name of readdirSync(tmpdir()))
    if (name.startsWith(basename(home))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
});

function lab(...words: string[]) {
  const env = { ...process.env, KAFKA_LAB_HOME: home };
  return spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', env, timeout: 60_000 });
}

/** What the built program would print and its exit code, without its start-up time: each verb is also started once. */
async function refusal(verb: string, ...words: string[]) {
  const before = signals.map((signal) => process.listeners(signal));
  const error: unknown = await runVerb([verb, '--home', home, ...words]).then(
    (code) => new Error(`it ran, and ended with ${code}`),
    (thrown: unknown) => thrown,
  );
  // A verb adds listeners until its process ends.
  for (const [index, signal] of signals.entries())
    for (const listener of process.listeners(signal))
      if (!before[index]!.includes(listener)) process.off(signal, listener);
  if (!(error instanceof LabError)) throw error;
  return { status: error.exitCode, stderr: describeError(error) };
}
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
/** `run` opens a session first, which belongs to its process. */
const started = new Map<string, boolean>([['run', false]]);

/** What replaces a file or directory, and what it is called. */
const kinds = {
  directory: ['a directory', (path: string) => fullDirectory(path)],
  pipe: ['a named pipe', (path: string) => expect(spawnSync('mkfifo', [path]).status).toBe(0)],
  device: ['a symbolic link to `/dev/zero`', (path: string) => symlinkSync('/dev/zero', path)],
  null: ['a symbolic link to `/dev/null`', (path: string) => symlinkSync('/dev/null', path)],
  file: ['a regular file', (path: string) => writeFileSync(path, 'precious')],
  dangling: ['a symbolic link to `/no/such/place`', (path: string) => symlinkSync('/no/such/place', path)],
  link: ['a symbolic link', linkedDirectory],
} as const;

/** A directory of someone else, beside the home. */
const elsewhere = (path: string): string => `${home}-${basename(path)}`;

function linkedDirectory(path: string): void {
  fullDirectory(elsewhere(path));
  symlinkSync(elsewhere(path), path);
}

function fullDirectory(path: string): void {
  mkdirSync(path);
  writeFileSync(join(path, 'precious'), 'precious');
}

const cluster = 'clusters/kafka-lab';
const session = 'sessions/mine';
const workingDirectory = `${session}/work`;
const up = ['up', '--detach'];
const run = ['run', '--session', 'mine', '--until', '1.1'];

/** Path below the home, the kinds that are refused there, and the command line that encounters it. */
const refused: readonly (readonly [string, readonly (keyof typeof kinds)[], readonly string[]])[] = [
  ['clusters', ['pipe', 'device', 'file', 'dangling', 'link'], up],
  ['sessions', ['pipe', 'dangling', 'link'], up],
  ['config.json', ['null', 'link'], up],
  ['owner-id', ['null'], up],
  [cluster, ['pipe', 'device', 'file', 'dangling', 'link'], up],
  [cluster, ['pipe', 'link'], ['down']],
  [cluster, ['link'], ['kubectl', 'get', 'pods']],
  [`${cluster}/kubeconfig`, ['directory', 'null'], up],
  [`${cluster}/state.json`, ['directory', 'null'], up],
  [`${cluster}/lock`, ['directory', 'null'], up],
  [`${cluster}/programs`, ['directory', 'null'], up],
  [`${cluster}/inventory.json`, ['directory', 'null'], up],
  [`${cluster}/cluster.json`, ['directory', 'null'], up],
  [`${cluster}/cluster.log`, ['directory', 'pipe', 'null', 'dangling'], up],
  [`${cluster}/data`, ['link'], up],
  [`${cluster}/data`, ['link'], [...up, '--keep']],
  [`${cluster}/quarantine`, ['link'], up],
  [`${cluster}/images`, ['pipe', 'file', 'dangling', 'link'], ['build']],
  [session, ['pipe', 'dangling', 'link'], run],
  [session, ['link'], ['export', 'mine']],
  [`${session}/journal.jsonl`, ['directory', 'pipe', 'device', 'null'], run],
  [`${session}/journal.lock`, ['directory', 'null'], run],
  [`${session}/cluster.json`, ['directory', 'pipe', 'null'], run],
  [`${session}/transcript.md`, ['null'], run],
  [workingDirectory, ['pipe', 'dangling', 'link'], run],
  [`${workingDirectory}/kafka.yml`, ['directory', 'null'], run],
];

describe.skipIf(process.platform === 'win32')('something in the place of a file in the home', () => {
  for (const [path, names, words] of refused)
    it.each(names)(
      `\`${path}\` of \`kafka-lab ${words.join(' ')}\` is refused and left where it is %s`,
      async (name) => {
        const place = join(home, path);
        mkdirSync(dirname(place), { recursive: true });
        const [called, put] = kinds[name];
        put(place);
        const before = name === 'link' ? readdirSync(elsewhere(place)) : [];
        const [verb = '', ...rest] = words;
        const { status, stderr } = started.get(verb) ? await refusal(verb, ...rest) : lab(...words);
        if (!started.has(verb)) started.set(verb, true);
        expect(stderr).toContain(
          `\`${place}\` is ${called}${name === 'link' ? ` to \`${elsewhere(place)}\`` : ''}`,
        );
        expect(stderr).toMatch(/move it away/);
        // A session record that cannot be read does not concern the machine, whatever is wrong with it.
        expect(status).toBe(path.endsWith('journal.jsonl') && !/link/.test(called) ? 1 : 3);
        if (name === 'link') expect(readdirSync(elsewhere(place))).toEqual(before);
        if (name === 'directory') expect(existsSync(join(place, 'precious'))).toBe(true);
      },
    );
});

describe.skipIf(process.platform === 'win32')('a directory of someone else', () => {
  const verbs = [up, [...up, '--keep'], ['reset'], ['build'], run];
  it.each(verbs.map((words) => [words.join(' '), words] as const))(
    'is neither used nor emptied in the place of a cluster by `kafka-lab %s`',
    (_, words) => {
      const place = join(home, cluster);
      mkdirSync(join(place, 'data/mine'), { recursive: true });
      mkdirSync(join(place, 'images'));
      const precious = ['data/mine/thesis', 'images/holiday', 'kubeconfig'].map((name) => join(place, name));
      for (const path of precious) writeFileSync(path, 'precious');
      const { status, stderr, stdout } = lab(...words);
      for (const path of precious) expect(readFileSync(path, 'utf8')).toBe('precious');
      expect(stderr + stdout).toContain(`\`${place}\` contains \``);
      expect(status).toBe(words === run ? 1 : 3);
    },
  );

  it('stays in the directory of a cluster that ends', () => {
    const place = join(home, cluster);
    expect(lab(...up).status).toBe(0);
    writeFileSync(join(place, 'thesis'), 'precious');
    expect(lab(...run, '--force').status).toBe(0);
    expect(readFileSync(join(place, 'thesis'), 'utf8')).toBe('precious');
    expect(lab(...up).status).toBe(0);
  });

  it('is not the home because a link leads to it: a link is resolved once', () => {
    const link = `${home}-link`;
    symlinkSync(home, link);
    const env = { ...process.env, KAFKA_LAB_HOME: link };
    const { status, stdout } = spawnSync(process.execPath, [program, ...up], { encoding: 'utf8', env });
    expect(status).toBe(0);
    expect(stdout).toContain(join(home, cluster, 'kubeconfig'));
    rmSync(link);
  });
});
