import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FlagName, parseFlags } from '../../../source/commands/command-line/flags.ts';
import { readOptions } from '../../../source/commands/command-line/options.ts';
import { readLabFiles } from '../../../source/commands/lab-files/read-lab-files.ts';
import { refuseClusterNames } from '../../../source/commands/lab-files/refuse-cluster-names.ts';
import { objectsOf } from '../../../source/manifests/parse-manifest.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-dir-'));
  for (const name of ['kafka.yml', 'clients.yml']) cpSync(join('manifests', name), join(directory, name));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const read = (...words: string[]) => readLabFiles(readOptions(parseFlags('run', words, [] as FlagName[])));
const put = (name: string, text: string) => writeFileSync(join(directory, name), text);
const refusal = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error as { code: string; message: string; hint: string };
  }
  throw new Error('it was not refused');
};

describe('the files of a learner', () => {
  it('are used unchanged, with a note', () => {
    const files = read('--cluster', 'kind', '--lab-dir', directory);
    expect(files.manifests['kafka.yml']).toBe(readFileSync('manifests/kafka.yml', 'utf8'));
    expect(files.notes).toEqual([expect.stringContaining('match the lab')]);
    expect(files.swapOff).toBeUndefined();
    put('reset_cluster.sh', 'kind delete cluster\nkind create cluster --config cluster.yml\n');
    expect(read('--cluster', 'kind', '--lab-dir', directory).scripts).toEqual({
      reset: join(directory, 'reset_cluster.sh'),
      build: expect.stringMatching(/scripts\/build\.sh$/),
    });
  });

  it('may come from a lab, without a note', () => {
    put('kafka.yml', readFileSync('manifests/kafka.yml', 'utf8').replace('value: "4"', 'value: "6"'));
    const options = readOptions(parseFlags('run', ['--lab-dir', directory], [] as FlagName[]));
    const files = readLabFiles({ ...options, isOfLab: true });
    expect(files.facts.lab.partitions).toBe(6);
    expect(files.notes).toEqual([]);
    expect(files.swapOff).toBe('this lab has no second consumer');
  });

  it('provide the facts for the checks, with a note if they differ', () => {
    put('kafka.yml', readFileSync('manifests/kafka.yml', 'utf8').replace('value: "4"', 'value: "6"'));
    put(
      'cluster.yml',
      'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: [{role: control-plane}, {role: worker}]\n',
    );
    const onKind = read('--cluster', 'kind', '--lab-dir', directory);
    expect(onKind.facts.lab).toMatchObject({ partitions: 6, nodes: 2 });
    expect(onKind.notes.join('\n')).toContain('partitions: 6 (the lab: 4)');
    const embedded = read('--lab-dir', directory);
    expect(embedded.facts.lab).toMatchObject({ partitions: 6, nodes: 5 });
    expect(embedded.notes.join('\n')).toContain('cluster.yml has 2, but the embedded cluster always has 5');
  });

  it('use the namespace that they name', () => {
    const kafka = readFileSync('manifests/kafka.yml', 'utf8');
    put('kafka.yml', kafka.replace(/^ {2}name: .*$/gm, '$&\n  namespace: streams'));
    rmSync(join(directory, 'clients.yml'));
    const files = read('--lab-dir', directory);
    expect(files.facts.lab.namespace).toBe('streams');
    expect(files.notes.join('\n')).toContain('namespace: streams (the lab: default)');
    expect(files.manifests['clients.yml']).toContain('kafka-1.kafka-service.streams.svc.cluster.local:9092');
  });

  it('may be written in any form that kubectl accepts, with a note about duplicate keys', () => {
    const kafka = readFileSync('manifests/kafka.yml', 'utf8');
    const expected = read('--lab-dir', directory).facts;
    put('kafka.yml', kafka.replaceAll('clusterIP: None', 'clusterIP: None\n  clusterIP: None'));
    const twice = read('--lab-dir', directory);
    expect(twice.facts).toEqual(expected);
    expect(twice.notes.join('\n')).toContain('kafka.yml has `spec.clusterIP` again in line 8');
    writeFileSync(
      join(directory, 'kafka.yml'),
      Buffer.from(`\ufeff${kafka.replaceAll('\n', '\r\n')}`, 'utf16le'),
    );
    expect(read('--lab-dir', directory).facts).toEqual(expected);
    const items = objectsOf('kafka.yml', kafka);
    put('kafka.yml', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    put(
      'clients.yml',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: objectsOf('clients.yml', readFileSync('manifests/clients.yml', 'utf8')),
      }),
    );
    expect(read('--lab-dir', directory).facts).toEqual(expected);
  });

  it('cause a warning that groups do not work with too few brokers', () => {
    put('kafka.yml', readFileSync('manifests/kafka.yml', 'utf8').replace('replicas: 3', 'replicas: 2'));
    expect(read('--lab-dir', directory).notes.join('\n')).toContain('KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR');
  });

  it('may build an image of their own if it can run, and swap with ROLE', () => {
    put('Dockerfile', 'FROM golang AS build\nFROM scratch\nCOPY clients /\n');
    expect(read('--cluster', 'kind', '--lab-dir', directory).swapOff).toContain('your own');
    const embedded = read('--lab-dir', directory);
    expect(embedded.notes.join('\n')).toMatch(/own clients take the place .*--client-command/);
    expect(embedded).toMatchObject({ clientCommand: undefined, swapOff: undefined });
    expect(embedded.facts.lab.group).toBe('test-group');
    expect(read('--cluster', 'context', '--lab-dir', directory).notes.join('\n')).toMatch(
      /own clients take the place .*--client-image/,
    );
    const own = read('--lab-dir', directory, '--client-command', "./clients -v 'a b'");
    expect(own.clientCommand).toEqual({ words: ['./clients', '-v', 'a b'], directory });
    expect(own.facts.lab.swap).toEqual({ by: 'edit' });
    expect(own.swapOff).toContain('change it, build it again, and run step 3.1');
    expect(own.notes.join('\n')).toContain('Before step 3.1, change your program');
    expect(own.facts.lab).not.toHaveProperty('group');
  });

  it('may come without clients: the lab then adds its own, which find the brokers', () => {
    rmSync(join(directory, 'clients.yml'));
    const kafka = readFileSync('manifests/kafka.yml', 'utf8')
      .replaceAll('kafka-service', 'brokers')
      .replaceAll('9092', '29092');
    put('kafka.yml', kafka);
    const files = read('--lab-dir', directory);
    const { environment } = { environment: objectsOf('clients.yml', files.manifests['clients.yml']) };
    expect(JSON.stringify(environment).match(/[^"]*:29092/g)).toEqual([
      'kafka-0.brokers.default.svc.cluster.local:29092',
      'kafka-1.brokers.default.svc.cluster.local:29092',
    ]);
    expect(files.notes.join('\n')).toContain('has no clients.yml');
    rmSync(join(directory, 'kafka.yml'));
    expect(refusal(() => read('--lab-dir', directory))).toMatchObject({ code: 'usage' });
  });

  it('get the settings that the lab needs for counting, if its own clients run', () => {
    const clients = readFileSync('manifests/clients.yml', 'utf8');
    const bare = clients
      .replaceAll(/ {10}ports:\n.*\n.*9308\n/g, '')
      .replace(/ {12}# Messages a second.*\n.*RATE\n.*\n/, '');
    expect(bare).not.toMatch(/9308|RATE/);
    put('clients.yml', bare);
    const files = read('--lab-dir', directory);
    expect(files.facts.hasMetrics).toBe(true);
    expect(files.manifests['clients.yml'].match(/containerPort: 9308/g)).toHaveLength(2);
    expect(files.manifests['clients.yml'].match(/name: RATE/g)).toHaveLength(1);
    expect(files.notes.join('\n')).toContain('clients.yml is applied with these changes');
    const own = read('--lab-dir', directory, '--client-command', './clients');
    expect(own.manifests['clients.yml']).toBe(bare);
    expect(own.notes.join('\n')).toContain('no port named `metrics`');
  });

  it('swap to a better command, source or image, if there is one', () => {
    put('Dockerfile', 'FROM golang AS build\nFROM scratch\nCOPY clients /\n');
    const dir = ['--lab-dir', directory];
    const embedded = read(...dir, '--client-command', './one', '--better-client', './two -v');
    expect(embedded.betterCommand).toEqual({ words: ['./two', '-v'], directory });
    expect(embedded.facts.lab.swap).toEqual({ by: 'program' });
    const pushed = ['--cluster', 'context', '--client-image', 'r/one:v1', '--better-client', 'r/two:v1'];
    expect(read(...dir, ...pushed).facts.lab.swap).toEqual({
      by: 'image',
      original: 'r/one:v1',
      better: 'r/two:v1',
    });
    const edited = read('--cluster', 'kind', ...dir);
    expect(edited.facts.lab.swap).toEqual({ by: 'edit' });
    expect(edited.swapOff).toContain(join(directory, 'better'));
    mkdirSync(join(directory, 'better'));
    const second = read('--cluster', 'kind', ...dir);
    expect(second).toMatchObject({
      swapOff: undefined,
      betterSource: { directory, better: join(directory, 'better') },
    });
    put('better/build.sh', 'kind load docker-image x --name mine\n');
    expect(refusal(() => read('--cluster', 'kind', ...dir)).message).toContain('names a cluster');
  });

  it.each([
    [['--better-client', './two'], '--client-command'],
    [['--cluster', 'kind', '--better-client', './two'], '--lab-dir'],
    [['--cluster', 'context', '--better-client', 'two'], '--client-image'],
  ])('may not have a second client without a first: %j', (words, hint) => {
    expect(refusal(() => read(...words))).toMatchObject({
      code: 'usage',
      hint: expect.stringContaining(hint),
    });
  });

  it.each([
    ['--namespace', 'x'],
    ['--client-image', 'x'],
    ['--node-image', 'x'],
    ['--cluster', 'kind', '--client-command', 'x'],
  ])('may not be combined with flags of another kind of cluster: %s', (...words) => {
    expect(refusal(() => read(...words))).toMatchObject({ code: 'usage' });
  });
});

describe('a script of a learner', () => {
  it.each([
    ['kind create cluster --name mine --config cluster.yml', 1],
    ['# fine\nset -e\nkind delete cluster -n kind', 3],
    ['kind delete clusters --all', 1],
    ['kind load docker-image x \\\n  --name=prod', 1],
    ['export KUBECONFIG=~/.kube/config', 1],
    ['kubectl --context prod apply -f kafka.yml', 1],
    ['kubectl config use-context kind-kind', 1],
    ['KIND_CLUSTER_NAME=kind kind get nodes', 1],
    ['unset KUBECONFIG', 1],
  ])('is refused with the line: %s', (text, line) => {
    put('build.sh', `${text}\n`);
    expect(refusal(() => refuseClusterNames(join(directory, 'build.sh'))).message).toContain(
      `line ${line} of`,
    );
  });

  it.each([
    'kind create cluster --config cluster.yml',
    'kind load docker-image x --name "$KIND_CLUSTER_NAME"',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: shell
    'export KIND_CLUSTER_NAME=${KIND_CLUSTER_NAME:-kafka-lab}',
    '# kind delete cluster --name mine',
    'docker build -t clients:v1 .',
    'kubectl get nodes',
  ])('passes: %s', (text) => {
    put('build.sh', `${text}\n`);
    expect(() => refuseClusterNames(join(directory, 'build.sh'))).not.toThrow();
  });

  it('of the lab itself passes as well', () => {
    for (const name of ['reset_cluster.sh', 'build.sh'])
      expect(() => refuseClusterNames(join('scripts', name))).not.toThrow();
  });
});
