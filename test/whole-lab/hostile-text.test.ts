/** Text from outside passes through the built program to a pipe or a terminal: from objects, arguments and files. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runKubectl } from '../../source/cluster/kubectl/run-kubectl.ts';
import { cli, type ServedCluster, serveCluster } from '../serve-cluster.ts';
import { openPty } from '../terminal/pty-screen.ts';
import { findHostile, findHostileInColours, hostileTexts } from '../text/hostile-texts.ts';

const run = promisify(execFile);
let cluster: ServedCluster;

/** A string as an API object can contain it: JSON in UTF-8. */
const values = hostileTexts.map(({ text }) => Buffer.from(text).toString());
const all = values.join(' and ');

beforeAll(async () => {
  cluster = await serveCluster();
  const numbered = Object.fromEntries(values.map((value, index) => [`k${index}`, value]));
  const objects = [
    { kind: 'ConfigMap', metadata: { name: 'evil', annotations: numbered }, data: numbered },
    {
      kind: 'Event',
      metadata: { name: 'evil', namespace: 'default' },
      involvedObject: { kind: 'ConfigMap', name: 'evil', namespace: 'default' },
      reason: all,
      message: all,
      type: 'Normal',
      source: { component: all },
    },
    {
      kind: 'Pod',
      metadata: { name: 'evil', annotations: numbered },
      spec: {
        containers: [
          { name: 'c', image: `no/${all}`, command: values, args: values, env: [{ name: 'A', value: all }] },
        ],
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'evil', annotations: { ...numbered, 'kubernetes.io/change-cause': all } },
      spec: {
        replicas: 1,
        selector: { matchLabels: { a: 'b' } },
        template: {
          metadata: { labels: { a: 'b' }, annotations: numbered },
          spec: { containers: [{ name: 'c', image: all }] },
        },
      },
    },
  ];
  const file = join(cluster.home, 'objects.json');
  writeFileSync(
    file,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: objects.map((one) => ({ apiVersion: 'v1', ...one })),
    }),
  );
  expect(await kubectl('create', '-f', file)).toMatchObject({ code: 0, error: '' });
}, 60_000);

afterAll(async () => {
  await cluster?.close();
});

/** The built-in kubectl in this process, as the steps of the lab run it. */
async function kubectl(...words: string[]): Promise<{ code: number; out: string; error: string }> {
  const printed = { stdout: '', stderr: '' };
  const code = await runKubectl(words, {
    kubeconfig: cluster.kubeconfig,
    context: 'kafka-lab',
    namespace: 'default',
    directory: cluster.home,
    output: (stream, text) => {
      printed[stream] += text;
    },
    signal: AbortSignal.timeout(30_000),
  });
  return { code, out: printed.stdout, error: printed.stderr };
}

/** The built program, with pipes. */
async function lab(...words: string[]): Promise<{ out: string; error: string }> {
  const env = { ...process.env, KAFKA_LAB_HOME: cluster.home };
  const { stdout, stderr } = await run(process.execPath, [cli, ...words], { env }).catch((error) => error);
  return { out: stdout, error: stderr };
}

describe('text in objects', () => {
  it.each([
    'describe cm evil',
    'describe pod evil',
    'describe deploy evil',
    'describe rs -l a=b',
    'describe events evil',
    'get cm,pods,deploy,rs,events',
    'get pods,deploy -o wide --show-labels',
    'get events -o wide',
    'get cm evil -o json',
    'get cm evil -o yaml',
    'get cm evil -o jsonpath={.data}',
    'get pods -o name',
    'rollout history deploy/evil',
  ])('is harmless with kubectl %s', async (line) => {
    const { code, out, error } = await kubectl(...line.split(' '));
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).not.toBe('');
    expect(findHostile(out)).toBeUndefined();
  });

  it('is escaped by describe as in kubectl, even if the output is not known to go to a terminal', async () => {
    const { out } = await lab('kubectl', 'describe', 'cm', 'evil');
    expect(out).toContain('^[]52;c;cm0gLXJmIH4K');
    expect(out).toContain('passed\\rfailed');
    expect(findHostile(out)).toBeUndefined();
  });

  it('is data for a pipe, byte for byte', async () => {
    for (const [index, value] of values.entries())
      if (index === 9 || index === 34)
        expect(await lab('kubectl', 'get', 'cm', 'evil', '-o', `jsonpath={.data.k${index}}`)).toEqual({
          out: value,
          error: '',
        });
  });

  it.skipIf(process.platform === 'win32')('is safe on a terminal', async () => {
    const line = [
      'kubectl',
      'get',
      'cm',
      'evil',
      '-o',
      'jsonpath={.data}{"\\n"}{.metadata.annotations.k9}{"\\n"}{"\\n"}done',
    ];
    const pty = openPty(process.execPath, [cli, ...line], {
      columns: 200,
      rows: 40,
      env: { KAFKA_LAB_HOME: cluster.home },
    });
    await pty.ended();
    expect(pty.bytes()).toContain('done');
    expect(findHostileInColours(pty.bytes().replaceAll('\r\n', '\n'))).toBeUndefined();
    pty.close();
  });
});

describe('text from arguments and files', () => {
  const evil = '\u001b]0;PWN\u0007\u009b2J\u202e\u200b';

  it.each([
    ['a verb', [evil]],
    ['a flag', ['run', `--${evil}`]],
    ['a superfluous argument', ['up', evil]],
    ['a directory', ['run', '--lab-dir', `/nonexistent${evil}`]],
    ['a manifest', ['up', '--name', 'other', '--apply', `/nonexistent${evil}`]],
    ['a step', ['run', '--until', evil]],
    ['a cluster name', ['down', '--name', evil]],
    ['a session', ['export', evil]],
    ['a format', ['export', '--format', evil]],
    ['a context', ['kubectl', '--context', evil, '--cluster', 'context', 'get', 'pods']],
    ['a kubectl verb', ['kubectl', evil]],
    ['a resource', ['kubectl', 'get', evil]],
    ['an object', ['kubectl', 'get', 'cm', evil]],
    ['a file', ['kubectl', 'apply', '-f', `/nonexistent${evil}`]],
    ['a template', ['kubectl', 'get', 'cm', '-o', `jsonpath={${evil}`]],
    ['a session’s journal', ['export', 'broken']],
    ['a manifest’s text', ['kubectl', 'apply', '-f', 'broken.yml']],
  ])('is repeated in a harmless form: %s', async (_what, words) => {
    const session = join(cluster.home, 'sessions', 'broken');
    mkdirSync(session, { recursive: true });
    writeFileSync(
      join(session, 'journal.jsonl'),
      `{"v":1,"at":"","ms":1,"type":"${evil.replace('\u001b', '\\u001b').replace('\u0007', '')}"}\n`,
    );
    writeFileSync(
      join(cluster.home, 'broken.yml'),
      `apiVersion: v1\nkind: "${JSON.stringify(evil).slice(1, -1)}"\nmetadata: {name: x}\n`,
    );
    const { out, error } = await lab(
      ...words.map((word) => (word === 'broken.yml' ? join(cluster.home, word) : word)),
    );
    expect(out + error).not.toBe('');
    expect(findHostile(out)).toBeUndefined();
    expect(findHostile(error)).toBeUndefined();
  });
});
