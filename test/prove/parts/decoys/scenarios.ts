import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openPty } from '../../../terminal/pty-screen.ts';
import { until } from '../../../ui/until.ts';
import type { PartContext } from '../../part.ts';
import { directoryAttacks } from './directory-attacks.ts';
import { kubectl, OtherCluster } from './other-cluster.ts';
import type { World } from './world.ts';

export interface Tried {
  readonly name: string;
  /** Problems other than a changed decoy, which is checked after each try. */
  readonly complaints: readonly string[];
}

export interface Scenario {
  readonly unit: string;
  /** True if the short form includes it. */
  readonly short?: boolean;
  /** True if it needs a cluster that stands in for kind's. */
  readonly kind?: boolean;
  run(world: World, length: PartContext['length']): AsyncGenerator<Tried, void, undefined>;
}

/** A verb that must exit with one of these codes; 3 if it may refuse to replace an existing cluster without `--force`. */
async function verb(world: World, codes: readonly number[], ...words: string[]): Promise<Tried> {
  const { code, stdout, stderr } = await world.lab(...words);
  const name = words.join(' ').slice(0, 60);
  return {
    name,
    complaints: codes.includes(code ?? -1)
      ? []
      : [`exit code ${code}: ${stderr.slice(0, 200) || stdout.slice(-200)}`],
  };
}

const onKind = ['--cluster', 'kind', '--name', 'lab', '--kubectl', 'builtin'];

export const scenarios: Readonly<Record<string, Scenario>> = {
  'a whole lab on the embedded cluster': {
    unit: 'labs',
    short: true,
    async *run(world, length) {
      yield await verb(
        world,
        [0],
        'run',
        '--messages',
        '500',
        ...(length === 'short' ? ['--until', '1.1'] : []),
      );
    },
  },
  'up, reset, down, --keep': {
    unit: 'verbs',
    async *run(world) {
      yield await verb(world, [0], 'up', '--detach');
      yield await verb(world, [0, 3], 'reset');
      yield await verb(world, [0], 'build');
      yield await verb(world, [0], 'down');
      yield await verb(world, [0], 'down');
      yield await verb(world, [0], 'up', '--detach', '--keep');
      yield await verb(world, [0], 'down');
      yield await verb(world, [0, 3], 'doctor');
    },
  },
  'the lab on kind, by stand-ins': {
    unit: 'verbs',
    kind: true,
    async *run(world) {
      yield await verb(world, [0], 'run', '--until', '2.8', '--messages', '500', ...onKind);
      yield await verb(world, [0, 3], 'reset', ...onKind);
      yield await verb(world, [0], 'down', ...onKind);
      yield await verb(world, [0], 'down', ...onKind);
      yield await verb(world, [0, 3], 'doctor', '--cluster', 'kind');
    },
  },
  'the lab on the cluster of a context': {
    unit: 'verbs',
    async *run(world) {
      const on = ['--cluster', 'context', '--context', 'kafka-lab', '--kubectl', 'builtin'];
      yield await verb(world, [0], 'run', '--until', '2.2', '--messages', '500', ...on);
      yield await verb(world, [0, 3], 'reset', ...on);
      yield await verb(world, [0], 'down', ...on);
    },
  },
  'objects that point at directories of the machine': {
    unit: 'attacks',
    short: true,
    async *run(world, length) {
      const ours = await OtherCluster.start(world.cli, world.home, 'kafka-lab');
      const ask = (...words: string[]) => kubectl(world.cli, world.home, 'kafka-lab', ...words);
      const attacks = directoryAttacks(
        join(world.directory, 'precious'),
        join(world.home, 'clusters/kafka-lab/data'),
        join(dirname(world.cli), '../manifests/kafka.yml'),
      );
      const file = join(world.directory, 'attack.json');
      try {
        for (const { name, before = [], objects, afterwards = [] } of length === 'short'
          ? attacks.slice(0, 1)
          : attacks) {
          for (const words of before) await ask(...words);
          writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
          await ask('apply', '-f', file);
          // The controllers act within a second, and nothing signals that they did nothing.
          await delay(1_000);
          for (const words of afterwards) {
            if (words[0] !== 'patch-bound') await ask(...words);
            else await patchBound(ask, words[1]!, words[2]!);
          }
          if (afterwards.length > 0) await delay(1_000);
          yield {
            name,
            complaints: (await ask('version')).code === 0 ? [] : ['the cluster no longer answers'],
          };
        }
      } finally {
        await ours.close();
      }
    },
  },
  'a pid that another program has by now': {
    unit: 'verbs',
    short: true,
    async *run(world, length) {
      const all: readonly (readonly [string, readonly string[]])[] = [
        ['down', ['down']],
        ['up', ['up', '--detach']],
        ['reset', ['reset']],
        ['the first step', ['run', '--until', '1.1']],
        ['up --keep', ['up', '--detach', '--keep']],
      ];
      for (const [name, words] of length === 'short' ? all.slice(0, 1) : all)
        for (const left of length === 'short'
          ? [['lock', 'state.json']]
          : [['lock', 'state.json'], ['lock'], ['state.json']]) {
          leave(world, await world.bystander(), left);
          const tried = await verb(world, [0], ...words);
          yield { name: `${name}, ${left.join(' and ')}`, complaints: tried.complaints };
          await world.lab('down');
          rmSync(join(world.home, 'clusters/kafka-lab'), { recursive: true, force: true });
        }
      const session = join(world.home, 'sessions/20260101-000000-000');
      mkdirSync(session, { recursive: true });
      const lock = join(session, 'journal.lock');
      writeFileSync(lock, `${await world.bystander()}\n`);
      // Any process with that pid now started after the lock was written.
      utimesSync(lock, new Date(Date.now() - 3_600_000), new Date(Date.now() - 3_600_000));
      const resumed = await verb(world, [0], 'run', '--until', '1.1', '--session', '20260101-000000-000');
      yield { name: 'a session, journal.lock', complaints: resumed.complaints };
    },
  },
  'names and links that lead out of the home': {
    unit: 'verbs',
    async *run(world) {
      const precious = join(world.directory, 'precious');
      for (const name of ['../../precious', '..', '.', '/etc', 'a/../../precious', `${precious}`])
        for (const words of [['down'], ['reset'], ['up', '--detach']])
          yield await verb(world, [2], ...words, '--name', name);
      for (const session of ['../../precious', '..', '.', precious]) {
        yield await verb(world, [2], 'export', session);
        yield await verb(world, [2], 'run', '--until', '1.1', '--session', session);
      }
      for (const link of ['images', 'data', 'cluster.log', 'kubeconfig', 'state.json', 'lock']) {
        const directory = join(world.home, 'clusters/kafka-lab');
        mkdirSync(directory, { recursive: true });
        symlinkSync(
          link.includes('.') || link === 'lock' || link === 'kubeconfig'
            ? join(precious, 'thesis.txt')
            : precious,
          join(directory, link),
        );
        // 3: the link is refused; 4 if the data that was kept is quarantined.
        const complaints: string[] = [];
        for (const words of [
          ['up', '--detach'],
          ['up', '--detach', '--keep'],
          ['build'],
          ['reset'],
          ['down'],
        ]) {
          const tried = await verb(world, words.includes('--keep') ? [3, 4] : [3], ...words);
          complaints.push(...tried.complaints.map((each) => `${tried.name}: ${each}`));
        }
        yield { name: `${link} of the cluster is a link`, complaints };
        rmSync(directory, { recursive: true, force: true });
      }
    },
  },
  'a cluster of this name that was left for other tools': {
    unit: 'ways',
    short: true,
    async *run(world, length) {
      const theirs = await OtherCluster.start(world.cli, world.home, 'kafka-lab');
      try {
        const run = await world.lab('run', '--until', '1.1');
        yield {
          name: 'run without a terminal',
          complaints: [
            ...(run.code === 0 ? ['it is taken without a question'] : []),
            ...(await theirs.touched()),
          ],
        };
        if (length === 'short') return;
        for (const keys of ['\r', ':1.1\rR', 'r', 'GR']) yield await onScreen(world, theirs, keys);
      } finally {
        await theirs.close();
      }
    },
  },
};

/** Presses the keys for step 1.1 and waits for the result: a question, or the loss of the cluster. */
async function onScreen(world: World, theirs: OtherCluster, keys: string): Promise<Tried> {
  const screen = openPty(process.execPath, [world.cli, '--messages', '300'], {
    columns: 120,
    rows: 40,
    env: world.env,
  });
  const name = `the screen, ${JSON.stringify(keys)}`;
  try {
    await screen.sees('q quit', 30_000);
    for (const key of keys) screen.type(key);
    // Without a question, the step would be done by then.
    await until(() => screen.text().includes('Steps  1/'), screen.text, 6_000).catch(() => {});
    return { name, complaints: await theirs.touched() };
  } finally {
    screen.type('\u0003');
    await until(() => screen.exit() !== undefined, screen.text, 15_000).catch(() => {});
    screen.close();
  }
}

/** The remains of a killed cluster, whose pid now belongs to another program. */
function leave(world: World, pid: number, left: readonly string[]): void {
  const directory = join(world.home, 'clusters/kafka-lab');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const state = {
    name: 'kafka-lab',
    pid,
    startedAt: 1_700_000_000_000,
    url: 'https://127.0.0.1:1',
    kubeconfig: join(directory, 'kubeconfig'),
    bootstrap: '127.0.0.1:1',
    zookeeper: '127.0.0.1:2',
    nodes: [],
    detached: true,
  };
  if (left.includes('lock')) writeFileSync(join(directory, 'lock'), String(pid));
  if (left.includes('state.json')) writeFileSync(join(directory, 'state.json'), JSON.stringify(state));
}

/** Points a claim's volume at another directory, in three ways. */
async function patchBound(
  ask: (...words: string[]) => Promise<{ stdout: string }>,
  claim: string,
  path: string,
): Promise<void> {
  const { stdout: volume } = await ask('get', 'pvc', claim, '-o', 'jsonpath={.spec.volumeName}');
  await ask('patch', 'pv', volume, '-p', JSON.stringify({ spec: { hostPath: { path } } }));
  await ask(
    'patch',
    'pv',
    volume,
    '--type=merge',
    '-p',
    JSON.stringify({ spec: { hostPath: { path }, persistentVolumeReclaimPolicy: 'Delete' } }),
  );
  await ask(
    'patch',
    'pv',
    volume,
    '--type=json',
    '-p',
    JSON.stringify([{ op: 'add', path: '/spec/hostPath', value: { path } }]),
  );
}
