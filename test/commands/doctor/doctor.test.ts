import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installHint, packageManager } from '../../../source/cluster/install-hints.ts';
import { parseFlags } from '../../../source/commands/command-line/flags.ts';
import { readOptions } from '../../../source/commands/command-line/options.ts';
import { diagnose } from '../../../source/commands/doctor/doctor.ts';
import { type Finding, renderDiagnoses } from '../../../source/commands/doctor/finding.ts';
import { inotify, ownNames } from '../../../source/commands/doctor/machine.ts';
import { standIn } from '../../cluster/stand-ins.ts';

let home: string;
let bin: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-doctor-'));
  bin = join(home, 'bin');
  mkdirSync(bin);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const look = async (): Promise<Record<string, readonly Finding[]>> => {
  const options = readOptions(parseFlags('doctor', ['--home', home], []));
  const found = await diagnose(options, { PATH: bin, HOME: home });
  return Object.fromEntries(found.map(({ cluster, findings }) => [cluster, findings]));
};
const docker = (info: string) => `
const args = process.argv.slice(2).join(' ');
if (args.includes('ServerVersion')) { ${info} }
else if (args.startsWith('info')) console.log('4294967296 1 /var/lib/docker');
else if (args.endsWith('cp-kafka:7.3.5')) console.log('850000000');
else process.exit(1);
`;

describe('the doctor', () => {
  it('lists what is present, which images will be pulled, and what the engine lacks', async () => {
    await standIn(bin, 'docker', docker("console.log('27.1.1 [name=seccomp]')"));
    await standIn(bin, 'kind', "console.log('kind v0.23.0 go1.21 linux/amd64')");
    const { kind = [] } = await look();
    const of = (what: string) => kind.filter((finding) => finding.what === what);
    expect(of('docker')).toEqual([{ what: 'docker', level: 'ok', found: '27.1.1' }]);
    expect(of('kind')[0]).toMatchObject({ level: 'ok', found: 'kind v0.23.0 go1.21 linux/amd64' });
    expect(of('kubectl')[0]).toMatchObject({ level: 'warn', found: 'not on PATH' });
    expect(of('memory')[0]).toMatchObject({ level: 'missing', found: '4096 MiB for containers' });
    expect(of('cpu')[0]).toMatchObject({ level: 'missing', found: '1 available' });
    expect(of('image').map(({ found }) => found)).toEqual([
      'kindest/node will be pulled, about 975 MB',
      'confluentinc/cp-zookeeper:7.3.5 will be pulled, about 850 MB',
      'confluentinc/cp-kafka:7.3.5 is present (850 MB)',
      'node:22-alpine will be pulled, about 160 MB',
    ]);
  });

  it.each([
    ['is not running', "console.error('Cannot connect to the Docker daemon'); process.exit(1);"],
    ['denies you access', "console.error('permission denied'); process.exit(1);"],
    ['is too old', "console.log('18.9.1 []');"],
  ])('reports an engine that %s', async (what, info) => {
    await standIn(bin, 'docker', docker(info));
    const { kind = [] } = await look();
    const finding = kind.find((one) => one.what === 'docker');
    expect(finding).toMatchObject({ level: 'missing', found: expect.stringContaining(what) });
    expect(finding?.hint).toBeTruthy();
  });

  it('says how to install what is missing, and fails only for the kind of cluster that needs it', async () => {
    const { embedded = [], kind = [], context = [] } = await look();
    expect(embedded.every(({ level }) => level === 'ok')).toBe(true);
    expect(kind.find(({ what }) => what === 'kind')).toMatchObject({
      level: 'missing',
      found: 'not on PATH',
    });
    expect(context.at(-2)).toMatchObject({ what: 'cluster', level: 'missing' });
    const text = renderDiagnoses([{ cluster: 'kind', ok: false, findings: kind }]);
    expect(text).toMatch(/^kind: something is missing\n/);
    expect(text).toContain('✘ docker   not on PATH; install it');
  });
});

it('knows the package managers', () => {
  expect(packageManager('win32', '')).toBe('winget');
  expect(packageManager('linux', '')).toBe('none');
  expect(installHint('kind', 'brew')).toContain('brew install kind');
  expect(installHint('kubectl', 'winget')).toContain('winget install Kubernetes.kubectl');
  expect(installHint('docker', 'apt-get')).toContain('sudo apt-get install docker.io');
  expect(installHint('podman', 'dnf')).toContain('sudo dnf install podman');
  expect(installHint('kind', 'none')).toContain('kind.sigs.k8s.io');
});

it('finds the limits that make nodes fail', () => {
  writeFileSync(join(home, 'max_user_watches'), '8192\n');
  writeFileSync(join(home, 'max_user_instances'), '1024\n');
  expect(inotify(home)).toEqual([
    expect.objectContaining({
      level: 'warn',
      hint: 'raise them: `sudo sysctl fs.inotify.max_user_watches=524288`',
    }),
  ]);
  expect(inotify(join(home, 'absent'))).toEqual([]);
});

describe('how a learner’s own client reaches the cluster', () => {
  it('is explained for both kinds of machine', async () => {
    const before = () => [];
    expect((await ownNames(Promise.resolve({ before }))).found).toContain(
      'the names and ports of the manifest',
    );
    expect((await ownNames(Promise.resolve(undefined))).found).toContain('at ports of 127.0.0.1');
  });
});
