import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkStoredData } from '../../../source/embedded/integrity/check-stored-data.ts';
import type { Damage } from '../../../source/embedded/integrity/damage.ts';
import { inventoryFile } from '../../../source/embedded/integrity/inventory.ts';
import { markFile, readMark, writeMark } from '../../../source/processes/cluster-mark.ts';
import { cli } from '../../serve-cluster.ts';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

/** What a real cluster left after a clean shutdown: topics, records, an offset, claims, images. */
let home: string;
let original: string;
let files: string[];
const made: string[] = [];

function lab(...words: string[]) {
  return spawnSync(process.execPath, [cli, ...words], {
    encoding: 'utf8',
    env: { ...process.env, KAFKA_LAB_HOME: home },
  });
}

/** Each test copies all files several times: most of them would be fifty partitions without a record. */
const withFewOffsetsPartitions = (manifest: string): string =>
  manifest.replace(
    /^( *)- name: KAFKA_NUM_PARTITIONS$/m,
    '$1- name: KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS\n$1  value: "3"\n$&',
  );

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-damage-'));
  original = join(home, 'clusters', 'kafka-lab');
  const manifest = join(home, 'kafka.yml');
  writeFileSync(manifest, withFewOffsetsPartitions(readFileSync('manifests/kafka.yml', 'utf8')));
  const up = lab('up', '--detach', '--json', '--apply', manifest);
  expect(up.status, up.stderr).toBe(0);
  expect(lab('build').status).toBe(0);
  const { bootstrap } = JSON.parse(up.stdout) as { bootstrap: string };
  const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  for (let round = 0; round < 3; round++)
    await producer.send({
      topic: 'kept',
      messages: Array.from({ length: 20 }, (_, i) => ({ value: `value-${round}-${i}`, partition: i % 2 })),
    });
  await producer.disconnect();
  const admin = kafka.admin();
  await admin.connect();
  await admin.setOffsets({ groupId: 'g', topic: 'kept', partitions: [{ partition: 0, offset: '7' }] });
  await admin.deleteTopicRecords({ topic: 'kept', partitions: [{ partition: 1, offset: '5' }] });
  await admin.disconnect();
  expect(lab('down').status).toBe(0);
  files = filesBelow(join(original, 'data')).concat(filesBelow(join(original, 'images')));
});
afterAll(() => {
  lab('down');
  for (const directory of [home, ...made]) rmSync(directory, { recursive: true, force: true });
});

/** One file of each kind, the first that is not empty. */
function filesBelow(directory: string): string[] {
  const kinds = new Map<string, string>();
  for (const path of allBelow(directory)) {
    const kind = path.replace(/^(data\/[^/]+|images)\/.*\//, '$1/');
    if (!kinds.has(kind)) kinds.set(kind, path);
  }
  return [...kinds.values()];
}

function allBelow(directory: string, root = original): string[] {
  return (
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .map((name) => join(directory, name))
      .filter((path) => lstatSync(path).isFile() && lstatSync(path).size > 0 && !path.includes('/logs/'))
      // Rewritten at the next start.
      .filter((path) => !path.includes('/kube-api-access-'))
      .map((path) => relative(root, path))
  );
}

/** A copy of the data; `ended`: by a clean shutdown, or by a SIGKILL, which leaves no inventory. */
function copy(ended: 'in good order' | 'by SIGKILL'): string {
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-damaged-'));
  made.push(directory);
  cpSync(original, directory, { recursive: true });
  if (ended === 'by SIGKILL') {
    rmSync(join(directory, inventoryFile));
    writeMark(directory, 'running');
  }
  return directory;
}

const check = (directory: string, notes: string[] = []): Damage[] =>
  checkStoredData({ directory, now: Date.now(), note: (line) => notes.push(line) });

/** Every file that now exists, wherever it is. */
const contents = (directory: string): Buffer[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => lstatSync(path).isFile())
    .map((path) => readFileSync(path));

const damage: Record<string, (path: string) => void> = {
  cut: (path) => writeFileSync(path, readFileSync(path).subarray(0, Math.floor(lstatSync(path).size / 2))),
  flipped(path) {
    const bytes = readFileSync(path);
    bytes[Math.floor(bytes.length / 2)]! ^= 0x01;
    writeFileSync(path, bytes);
  },
  garbage: (path) => writeFileSync(path, Buffer.alloc(60_000, 0xa7)),
  empty: (path) => writeFileSync(path, ''),
  removed: (path) => rmSync(path),
  'a directory': (path) => {
    rmSync(path);
    mkdirSync(path);
    writeFileSync(join(path, 'mine'), 'x');
  },
  'a pipe': (path) => {
    rmSync(path);
    expect(spawnSync('mkfifo', [path]).status).toBe(0);
  },
  'a loop': (path) => {
    rmSync(path);
    symlinkSync(path, path);
  },
};

describe('data after a clean shutdown', () => {
  it('is not reported as damaged while it is intact', () => {
    expect(files.some((path) => path.endsWith('.log'))).toBe(true);
    expect(check(copy('in good order'))).toEqual([]);
  });

  it.each(Object.keys(damage))('was lost silently if any of its files was %s', (kind) => {
    for (const path of files) {
      // An image that was rebuilt meanwhile is as intact as the one before.
      const directory = copy('in good order');
      damage[kind]!(join(directory, path));
      const stats = lstatSync(join(directory, path), { throwIfNoEntry: false });
      const left = stats?.isFile() ? readFileSync(join(directory, path)) : undefined;
      const others = check(directory);
      expect(others, `${path} ${kind}`).not.toEqual([]);
      for (const { movedTo } of others)
        if (movedTo !== undefined)
          expect(lstatSync(join(directory, movedTo), { throwIfNoEntry: false })).toBeDefined();
      if (left !== undefined)
        expect(
          contents(directory).some((bytes) => bytes.equals(left)),
          `${path} ${kind} is gone`,
        ).toBe(true);
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

/** The checkpoints that brokers write every five seconds, for the topic whose records were sent above. */
function writeCheckpoints(directory: string, highWatermark: number): void {
  const broker = readdirSync(join(directory, 'data/volumes')).map((name) =>
    join(directory, 'data/volumes', name),
  );
  const path = broker.find((volume) => existsSync(join(volume, 'meta.properties')));
  writeFileSync(join(path!, 'replication-offset-checkpoint'), `0\n1\nkept 0 ${highWatermark}\n`);
}

const partitionOf = (directory: string): string => {
  const [cluster] = readdirSync(join(directory, 'data/kafka'));
  const [folder] = readdirSync(join(directory, 'data/kafka', cluster!)).filter((name) =>
    name.startsWith('kept-0-'),
  );
  return join(directory, 'data/kafka', cluster!, folder!);
};
const logsOf = (partition: string): string[] =>
  readdirSync(partition)
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(partition, name));

describe('data that only a checkpoint vouches for after a SIGKILL', () => {
  const removals: Record<string, (partition: string) => void> = {
    'a log that is empty': (partition) => {
      for (const path of logsOf(partition)) writeFileSync(path, '');
    },
    'a partition without its log': (partition) => {
      for (const path of logsOf(partition)) rmSync(path);
    },
    'a partition that is gone': (partition) => rmSync(partition, { recursive: true }),
    'a topic that ZooKeeper lost': (partition) => {
      const data = join(partition, '../../..');
      const found = readdirSync(data, { recursive: true, encoding: 'utf8' });
      for (const name of found.filter((path) => /version-2[\\/]log\.[^/]*$/.test(path)))
        rmSync(join(data, name));
    },
  };
  it.each(Object.keys(removals))('was lost silently: %s', (what) => {
    const directory = copy('by SIGKILL');
    writeCheckpoints(directory, 30);
    expect(check(directory)).toEqual([]);
    writeMark(directory, 'running');
    removals[what]!(partitionOf(directory));
    expect(check(directory).map(({ path }) => path)).toContainEqual(expect.stringContaining('/kept-0-'));
  });

  it('was reported as damaged if a topic of that name was deleted before', () => {
    const directory = copy('by SIGKILL');
    writeCheckpoints(directory, 3_000);
    const [path] = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('replication-offset-checkpoint'),
    );
    for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('replication-offset-checkpoint')) utimesSync(join(directory, name), 1_000, 1_000);
    expect(path).toBeDefined();
    expect(check(directory)).toEqual([]);
  });
});

it('was reported as damaged if an election truncated the log after the checkpoint', () => {
  const directory = copy('by SIGKILL');
  writeCheckpoints(directory, 3_000);
  expect(check(directory)).not.toEqual([]);
  writeMark(directory, 'running');
  writeFileSync(join(partitionOf(directory), 'truncated'), '');
  expect(check(directory)).toEqual([]);
});

it('was mistaken for that of a killed cluster when the inventory of a clean shutdown was missing', () => {
  const directory = copy('in good order');
  rmSync(join(directory, inventoryFile));
  expect(check(directory)).toMatchObject([
    { path: inventoryFile, wrong: expect.stringContaining('is missing') },
  ]);
});

it.each(['in good order', 'by SIGKILL'] as const)(
  'was mistaken for a first start when everything was gone after an end %s',
  (ended) => {
    const directory = copy(ended);
    rmSync(join(directory, 'data'), { recursive: true });
    rmSync(join(directory, inventoryFile), { force: true });
    expect(check(directory).map(({ path }) => path)).toContain('data');
  },
);

describe('data after a SIGKILL', () => {
  it('is not reported as damaged if it is intact or its last write was interrupted', () => {
    expect(check(copy('by SIGKILL'))).toEqual([]);
    for (const path of files) {
      if (!/\d{20}\.log$|log\.[0-9a-f]+$|objects\.jsonl$/.test(path)) continue;
      const directory = copy('by SIGKILL');
      // An interrupted write was not acknowledged, and no checkpoint counts it.
      for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' }))
        if (name.endsWith('replication-offset-checkpoint')) rmSync(join(directory, name));
      const whole = readFileSync(join(directory, path));
      writeFileSync(join(directory, path), whole.subarray(0, whole.length - 5));
      expect(check(directory), path).toEqual([]);
    }
  });

  // A file that is cut at the right place, empty or missing looks as if nothing had been written yet.
  it.each(['flipped', 'garbage', 'a directory', 'a pipe', 'a loop'])(
    'was lost silently if any of its own files was %s',
    (kind) => {
      for (const path of files) {
        const directory = copy('by SIGKILL');
        damage[kind]!(join(directory, path));
        const isOpaque =
          /compacted$|checkpoint$|log-start-offset$|meta\.properties$|ports\.json$|image\.json$/.test(path);
        if (kind === 'flipped' && isOpaque) continue;
        expect(check(directory), `${path} ${kind}`).not.toEqual([]);
      }
    },
  );
});

describe('the quarantine', () => {
  it('never overwrites what was put there before', () => {
    const directory = copy('in good order');
    const now = Date.parse('2026-11-22T10:00:00Z');
    const places = [1, 2, 3].map((round) => {
      mkdirSync(join(directory, 'data'), { recursive: true });
      writeFileSync(join(directory, 'data', 'objects.jsonl'), `garbage ${round}\n`);
      return checkStoredData({ directory, now, note: () => {} })[0]?.movedTo;
    });
    expect(new Set(places).size).toBe(3);
    for (const [index, place] of places.entries())
      expect(readFileSync(join(directory, place!, 'objects.jsonl'), 'utf8')).toBe(`garbage ${index + 1}\n`);
  });

  it('keeps all records except those of the damaged batch', () => {
    const directory = copy('in good order');
    const path = allBelow(join(directory, 'data'), directory).find(
      (file) => file.includes('kept-0-') && file.endsWith('.log'),
    )!;
    const bytes = readFileSync(join(directory, path));
    bytes[100]! ^= 0xff;
    writeFileSync(join(directory, path), bytes);
    expect(check(directory)).toMatchObject([{ path, movedTo: expect.stringContaining('quarantine/') }]);
    const text = readFileSync(join(directory, path), 'latin1');
    expect(text).not.toContain('value-0-0');
    expect(text).toContain('value-1-0');
    expect(text).toContain('value-2-18');
  });

  it.skipIf(process.getuid?.() === 0)('is refused if a file cannot be moved, and nothing is changed', () => {
    const directory = copy('in good order');
    writeFileSync(join(directory, 'data', 'objects.jsonl'), 'garbage\n');
    chmodSync(directory, 0o500);
    expect(() => check(directory)).toThrow(expect.objectContaining({ code: 'machine-lacks' }));
    chmodSync(directory, 0o700);
  });
});

it.skipIf(process.getuid?.() === 0)(
  'a directory without permissions was named as damaged, with advice to start afresh',
  () => {
    const directory = copy('in good order');
    const partition = partitionOf(directory);
    chmodSync(partition, 0o000);
    expect(() => check(directory)).toThrow(
      expect.objectContaining({
        code: 'machine-lacks',
        message: `\`${partition}\` cannot be used: permission denied (EACCES)`,
        hint: `give yourself access with \`chmod u+rwx ${partition}\``,
      }),
    );
    chmodSync(partition, 0o700);
    expect(check(directory)).toEqual([]);
  },
);

describe('objects in a hostile file', () => {
  it.each([
    ['a name that is a path', { metadata: { name: '../../x', uid: 'u', resourceVersion: '1' } }],
    ['a uid that is a path', { metadata: { name: 'x', uid: '../../x', resourceVersion: '1' } }],
    ['labels that are an array', { metadata: { name: 'x', uid: 'u', resourceVersion: '1', labels: [1] } }],
    ['a spec that is a string', { metadata: { name: 'x', uid: 'u', resourceVersion: '1' }, spec: 'x' }],
    ['no metadata', {}],
  ])('were accepted: %s', (_, object) => {
    const directory = copy('by SIGKILL');
    const file = join(directory, 'data', 'objects.jsonl');
    const line = JSON.stringify({ version: 9, resource: 'pods', object });
    writeFileSync(file, `${readFileSync(file, 'utf8')}${line}\n`);
    expect(check(directory)).toMatchObject([{ path: 'data/objects.jsonl' }]);
  });
});

it('caused a start with exit code 0 and no message', () => {
  writeFileSync(join(original, 'data', 'ports.json'), '{}');
  const { status, stdout, stderr } = lab('up', '--detach', '--keep', '--json');
  expect(status, stderr).toBe(4);
  expect(stderr).toMatch(
    /damaged: `data\/ports\.json` .* moved to `quarantine\/\d{8}-\d{6}-\d{3}\/data\/ports\.json`/,
  );
  expect(readFileSync(join(original, 'cluster.log'), 'utf8')).toContain('damaged: `data/ports.json`');
  expect(JSON.parse(stdout)).toHaveProperty('bootstrap');
  expect(lab('down').status).toBe(0);
  // A fresh start removes the data, but never the quarantine.
  expect(lab('up', '--detach').status).toBe(0);
  expect(readdirSync(join(original, 'quarantine'))).toHaveLength(1);
});

it.each([
  ['empty', (path: string) => writeFileSync(path, '')],
  ['not an object', (path: string) => writeFileSync(path, 'null')],
  ['removed', (path: string) => rmSync(path)],
] as const)('a mark that was %s was not reported, and hid that the inventory was missing', (_, change) => {
  const directory = copy('in good order');
  const mark = join(directory, markFile);
  change(mark);
  const before = contents(directory);
  const found = check(directory);
  expect(found).toMatchObject([
    { path: markFile, todo: expect.stringContaining('what is there was checked') },
  ]);
  expect(readMark(directory)).toBe('running');
  // It was moved, not deleted.
  const after = contents(directory);
  for (const bytes of before.filter(({ length }) => length < 5))
    expect(after.some((other) => other.equals(bytes))).toBe(true);
});
