import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FlagName, parseFlags } from '../../../source/commands/command-line/flags.ts';
import { readOptions } from '../../../source/commands/command-line/options.ts';
import { readLabFiles } from '../../../source/commands/lab-files/read-lab-files.ts';
import { refuseClusterNames } from '../../../source/commands/lab-files/refuse-cluster-names.ts';

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

  it('give the checks their facts, with a note where they differ', () => {
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

  it('warns that groups do not work with too few brokers', () => {
    put('kafka.yml', readFileSync('manifests/kafka.yml', 'utf8').replace('replicas: 3', 'replicas: 2'));
    expect(read('--lab-dir', directory).notes.join('\n')).toContain('KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR');
  });

  it('may build an image of their own where it can run, and swap with ROLE', () => {
    put('Dockerfile', 'FROM golang AS build\nFROM scratch\nCOPY clients /\n');
    expect(read('--cluster', 'kind', '--lab-dir', directory).swapOff).toContain('your own');
    const embedded = refusal(() => read('--lab-dir', directory));
    expect(embedded.message).toContain('cannot run on the embedded cluster');
    expect(embedded.hint).toContain('--client-command');
    expect(refusal(() => read('--cluster', 'context', '--lab-dir', directory)).hint).toContain(
      '--client-image',
    );
    const own = read('--lab-dir', directory, '--client-command', "./clients -v 'a b'");
    expect(own.clientCommand).toEqual({ words: ['./clients', '-v', 'a b'], directory });
    expect(own.swapOff).toBeUndefined();
    expect(own.notes.join('\n')).toContain('starts your program with ROLE=group-consumer');
    expect(own.facts.lab).not.toHaveProperty('group');
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
  ])('have no second client without a first: %j', (words, hint) => {
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
  ])('do not mix with flags of another cluster: %s', (...words) => {
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

  it('of the lab itself passes too', () => {
    for (const name of ['reset_cluster.sh', 'build.sh'])
      expect(() => refuseClusterNames(join('scripts', name))).not.toThrow();
  });
});
