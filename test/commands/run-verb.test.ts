import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type FlagName, flagOf, flags, parseFlags } from '../../source/commands/command-line/flags.ts';
import { mainHelp, verbHelp } from '../../source/commands/help.ts';
import { runVerb } from '../../source/commands/run-verb.ts';
import { commandOf, type VerbName, verbNames, verbs } from '../../source/commands/verbs.ts';
import { LabError } from '../../source/errors/lab-error.ts';

async function refusal(...argv: string[]): Promise<LabError> {
  const error = await runVerb(argv).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(LabError);
  return error as LabError;
}

describe('a wrong command line', () => {
  it.each([
    [['rum'], 'no verb `rum`', 'choose one of'],
    [['ru'], 'no verb `ru`', 'kafka-lab run'],
    [['run', '--fast'], 'kafka-lab run has no flag `--fast`', 'kafka-lab run --help'],
    [['--fast'], 'kafka-lab has no flag `--fast`', 'kafka-lab --help'],
    [['run', '--cluster', 'minikube'], '--cluster is `minikube`', 'embedded, kind, context'],
    [['screen'], 'no verb `screen`', 'choose one of'],
    [['run', 'now'], 'unexpected argument `now`', 'kafka-lab run --help'],
    [['run', '--name', 'Käfka'], '--name is `Käfka`', 'lower-case'],
    [['up', '--lab-dir', '.'], 'kafka-lab up has no flag `--lab-dir`', 'kafka-lab up --help'],
    [['up', '--session', 'x'], 'kafka-lab up has no flag `--session`', 'kafka-lab up --help'],
    [['export', '--cluster', 'kind'], 'kafka-lab export has no flag `--cluster`', '--help'],
    [['down', '--lab-dir', '.'], 'kafka-lab down has no flag `--lab-dir`', 'kafka-lab down --help'],
    [['export', 'a', '--session', 'b'], 'both `a` and `--session b` name a session', 'give one of them'],
    [['replay', 'a', '--session', 'b'], 'both `a` and `--session b` name a session', 'give one of them'],
    [['run', '--cluster', 'context', '--name', 'x'], '--name cannot be used with', '--cluster embedded and'],
    [
      ['kubectl', '--context', 'x', '--name', 'y', 'get', 'pods'],
      '--name cannot be used with',
      '--cluster kind',
    ],
    [['--version', 'x'], 'unexpected argument `x`', 'kafka-lab --help'],
    [['help', 'run', 'x'], 'unexpected argument `x`', 'kafka-lab --help'],
    [['help', 'rum'], 'no verb `rum`', 'choose one of'],
    [['run', '--cluster', 'kind', '--context', 'x'], '--context cannot be used with', '--cluster context'],
    [['run', '--lab-dir', '/dev/null'], '--lab-dir is `/dev/null`, a device, not a directory', 'kafka.yml'],
    [['export', '--format', 'pdf'], '--format is `pdf`', 'md, html, json, cast'],
  ])('%j says what is wrong and what to do', async (argv, message, hint) => {
    const error = await refusal(...argv);
    expect(error.code).toBe('usage');
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });
});

/** The flags that each verb uses, in addition to --home and --help. */
const cluster = ['cluster', 'context', 'namespace', 'name'] as const;
const files = ['lab-dir', 'client-command', 'client-image', 'better-client', 'node-image'] as const;
const lab = [...cluster, ...files, 'kubectl', 'session'] as const;
const taken: Record<VerbName, readonly FlagName[]> = {
  screen: [...lab, 'lab', 'messages', 'log-pattern', 'theme', 'force'],
  run: [...lab, 'lab', 'until', 'messages', 'log-pattern', 'export', 'force'],
  up: ['cluster', 'context', 'name', 'apply', 'keep', 'json', 'detach', 'force'],
  // A script passes these the flags of its `run`.
  down: [...cluster, 'kubectl'],
  reset: [...cluster, ...files, 'kubectl', 'lab', 'json', 'force'],
  build: [...cluster, ...files, 'kubectl', 'lab', 'better'],
  export: ['session', 'format', 'output'],
  report: ['session', 'lab-dir', 'format', 'output', 'author', 'course', 'date', 'check', 'redact'],
  replay: ['session', 'theme', 'from'],
  grade: ['output', 'lab', 'marks'],
  doctor: ['cluster', 'context', 'namespace', ...files, 'json'],
  kubectl: cluster,
  labs: [],
  lab: [],
};

describe.each(verbNames)('a flag that %s accepted and ignored', (name) => {
  const verb = verbs[name];
  const every = Object.keys(flags) as FlagName[];
  it.each(every.map((flag) => [flag, [...taken[name], 'home', 'help'].includes(flag)] as const))(
    '--%s: %s',
    (flag, isTaken) => {
      const words = [
        `--${flag}`,
        ...(flagOf(flag).type === 'string' ? [flagOf(flag).choices?.[0] ?? 'x'] : []),
      ];
      const parse = () => parseFlags(commandOf(name), words, verb.flags, verb.shared);
      if (isTaken) expect(parse().values).toHaveProperty([flag]);
      else expect(parse).toThrow(`${commandOf(name)} has no flag \`--${flag}\``);
    },
  );
});

it.skipIf(process.platform !== 'linux')('hung on a home that the file system refuses', async () => {
  const error = await refusal('run', '--home', '/proc/no/such/place');
  expect(error).toMatchObject({ code: 'machine-lacks', hint: expect.stringContaining('--home') });
});

it.skipIf(process.platform === 'win32')('waits for no pipe in the place of the lab’s directory', async () => {
  const pipe = join(mkdtempSync(join(tmpdir(), 'kafka-lab-verbs-')), 'pipe');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  for (const verb of ['run', 'reset', 'build', 'doctor']) {
    const error = await refusal(verb, '--lab-dir', pipe);
    expect(error.message).toBe(`--lab-dir is \`${pipe}\`, a named pipe, not a directory`);
    expect(error.hint).toContain('omit --lab-dir');
  }
  rmSync(dirname(pipe), { recursive: true });
});

it('lists every verb in the help', () => {
  for (const name of verbNames) {
    expect(mainHelp()).toContain(commandOf(name));
    expect(mainHelp().replace(/\s+/g, ' ')).toContain(verbs[name].summary);
  }
});

it('fits every help text into 80 columns', () => {
  for (const help of [mainHelp(), ...verbNames.map(verbHelp)])
    for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
});

it('shows a flag with its values and its default', () => {
  expect(verbHelp('run').replace(/\s+/g, ' ')).toContain('(default: 20000)');
  expect(mainHelp().replace(/\s+/g, ' ')).toContain('(default: 5000)');
  expect(verbHelp('export').replace(/\s+/g, ' ')).toContain('(default: the latest one)');
  expect(verbHelp('run')).not.toContain('--cluster');
  expect(mainHelp().replace(/\s+/g, ' ')).toContain('embedded, kind, context (default: embedded)');
});

it('shows the help of a verb after `help`', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  expect(await runVerb(['help', 'export'])).toBe(0);
  expect(write.mock.calls.map(([text]) => text).join('')).toBe(`${verbHelp('export')}\n`);
});

describe('the help of kubectl', () => {
  it.each([
    [[], 'The built-in kubectl'],
    [['--help'], 'The built-in kubectl'],
    [['help'], 'The built-in kubectl'],
    [['get', '--help'], 'kubectl get, as'],
    [['help', 'rollout', 'status'], 'kubectl rollout status, as'],
  ])('%j needed a cluster', async (words, start) => {
    const home = join(tmpdir(), 'kafka-lab-is-not-here');
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      expect(await runVerb(['kubectl', '--home', home, ...words])).toBe(0);
      const printed = write.mock.calls.map(([text]) => text).join('');
      expect(printed).toContain(start);
      expect(printed.includes('--cluster KIND')).toBe(words.length < 2);
    } finally {
      write.mockRestore();
    }
    expect(existsSync(home)).toBe(false);
  });
});
