import { existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkStoredData } from '../../../source/embedded/integrity/check-stored-data.ts';
import { inventoryFile, writeInventory } from '../../../source/embedded/integrity/inventory.ts';
import { writeObjects } from '../../../source/embedded/kubernetes/store/object-log.ts';
import { withSum } from '../../../source/files/summed-json.ts';
import type { KubeObject } from '../../../source/kubernetes-types/kube-object.ts';
import { writeMark } from '../../../source/processes/cluster-mark.ts';
import { makeSandbox, type Sandbox } from '../paths/hostile-paths.ts';

const podFolder = 'data/pods/default_web_11111111-1111-4111-8111-111111111111';

/** Each directory that a cluster creates. */
const directories = [
  'data',
  'data/kafka',
  'data/kafka/id-0123456789ab',
  'data/kafka/id-0123456789ab/topic-0-id',
  'data/nodes',
  'data/nodes/kind-worker',
  'data/pods',
  podFolder,
  `${podFolder}/layers`,
  `${podFolder}/layers/app`,
  `${podFolder}/logs`,
  `${podFolder}/logs/app`,
  `${podFolder}/volumes`,
  `${podFolder}/volumes/v`,
  'data/removed',
  'data/scratch',
  'data/volumes',
  'data/volumes/pvc-11111111-1111-4111-8111-111111111111',
  'images',
  'images/app',
];

/** What a cluster with objects left; `link` is where someone put a link to a directory of this machine that looks like the cluster's. */
function leftWith(link: string | undefined, sandbox: Sandbox): string {
  const directory = sandbox.inside;
  mkdirSync(join(directory, 'data'), { recursive: true });
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'default', uid: '1', resourceVersion: '1', creationTimestamp: '2026-11-22T14:00:00Z' },
  };
  if (link !== 'data')
    writeObjects(join(directory, 'data', 'objects.jsonl'), {
      version: 1,
      objects: [{ resource: 'namespaces', object }],
    });
  if (link === undefined) return directory;
  const at = join(directory, link);
  mkdirSync(dirname(at), { recursive: true });
  symlinkSync(sandbox.outside, at);
  return directory;
}

const check = (directory: string) => {
  writeMark(directory, 'fresh');
  return checkStoredData({ directory, now: 0, note: () => {} });
};

describe('a directory of the cluster that was replaced by a link', () => {
  it.each(directories.slice(1))("had its target's files moved: `%s`", (link) => {
    const sandbox = makeSandbox();
    const directory = leftWith(link, sandbox);
    const damages = check(directory);
    expect(damages.map(({ path, wrong }) => `${path} ${wrong}`)).toEqual([
      `${link} is a symbolic link where the cluster keeps a directory`,
    ]);
    expect(lstatSync(join(directory, damages[0]!.movedTo!)).isSymbolicLink()).toBe(true);
    sandbox.check();
  });

  it('is reported in one line if it is the data itself', () => {
    const sandbox = makeSandbox();
    const directory = join(sandbox.inside, 'cluster');
    mkdirSync(directory);
    symlinkSync(sandbox.outside, join(directory, 'data'));
    expect(check(directory)).toMatchObject([
      { path: 'data', movedTo: expect.stringContaining('quarantine') },
    ]);
    sandbox.check();
  });

  it('leaves everything in place if it is the quarantine', () => {
    const sandbox = makeSandbox();
    const directory = leftWith('data/volumes', sandbox);
    symlinkSync(sandbox.outside, join(directory, 'quarantine'));
    expect(() => check(directory)).toThrow(/cannot be moved away: .*quarantine` is a symbolic link/);
    expect(lstatSync(join(directory, 'data', 'volumes')).isSymbolicLink()).toBe(true);
    sandbox.check();
  });

  it('is not followed by the list of leftovers', () => {
    const sandbox = makeSandbox();
    const directory = leftWith('data/volumes', sandbox);
    writeInventory(directory);
    expect(check(directory).map(({ path }) => path)).toEqual(['data/volumes']);
  });
});

describe('a file of the cluster that was replaced by a link', () => {
  it.each([
    'data/ports.json',
    'data/volumes/v/meta.properties',
    'data/kafka/id-0/t-0-id/00000000000000000000.log',
  ])('is quarantined without reading its target: `%s`', (path) => {
    const sandbox = makeSandbox();
    const directory = leftWith(undefined, sandbox);
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    // Its target would pass for the file.
    writeFileSync(join(sandbox.inside, 'right'), 'broker.id=0\nversion=0\n');
    symlinkSync(join(sandbox.inside, 'right'), join(directory, path));
    expect(
      check(directory).find((damage) => damage.path === path || path.startsWith(`${damage.path}/`)),
    ).toMatchObject({
      movedTo: expect.stringContaining('quarantine'),
    });
    expect(existsSync(join(sandbox.inside, 'right'))).toBe(true);
  });
});

it('an inventory from someone else had directories of this machine moved', () => {
  const sandbox = makeSandbox();
  const directory = join(sandbox.inside, 'cluster');
  mkdirSync(join(sandbox.inside, 'other', 'version-2'), { recursive: true });
  mkdirSync(directory);
  const left = leftWith(undefined, { ...sandbox, inside: directory });
  for (const path of ['../other/version-2/snapshot.json', 'data/../../other/version-2/snapshot.json']) {
    const text = withSum(JSON.stringify({ format: 1, files: { [path]: [5, null] }, images: [] }));
    writeFileSync(join(left, inventoryFile), text);
    expect(check(left)).toMatchObject([
      { path: inventoryFile, wrong: expect.stringContaining('not the cluster') },
    ]);
    expect(readdirSync(join(sandbox.inside, 'other'))).toEqual(['version-2']);
  }
});
