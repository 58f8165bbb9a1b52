import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kubeconfigFiles, loadKubeconfigs } from '../../../source/cluster/api/load-kubeconfig.ts';
import { mergeKubeconfigs } from '../../../source/cluster/api/merge-kubeconfigs.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-kubeconfig-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const put = (name: string, text: string) => {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
};
const config = (name: string, server: string, current = name) => `
apiVersion: v1
kind: Config
clusters: [{name: kubernetes, cluster: {server: "${server}"}}]
users: [{name: admin, user: {token: ${name}}}]
contexts: [{name: ${name}, context: {cluster: kubernetes, user: admin}}]
current-context: "${current}"
`;

describe('kubeconfig files', () => {
  it('use the first entry of each name, as a whole, and the first current context that is set', () => {
    const files = [
      put('none.yml', config('one', 'https://one', '')),
      put('two.yml', config('two', 'https://two')),
      put('three.yml', config('three', 'https://three')),
    ];
    const merged = mergeKubeconfigs(files);
    expect(merged.clusters).toEqual([{ name: 'kubernetes', cluster: { server: 'https://one' } }]);
    expect(merged.users).toEqual([{ name: 'admin', user: { token: 'one' } }]);
    expect(merged.contexts.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
    expect(merged['current-context']).toBe('two');
  });

  it('are skipped if they are missing, empty or listed twice', () => {
    const one = put('one.yml', config('one', 'https://one'));
    const blank = put('blank.yml', '');
    const nothing = put('nothing.yml', 'clusters: null\nusers: []\ncurrent-context: ""\n');
    const merged = mergeKubeconfigs([join(directory, 'absent'), '', blank, nothing, one, one]);
    expect(merged).toMatchObject({ 'current-context': 'one', files: [blank, nothing, one] });
    expect(merged.contexts).toHaveLength(1);
  });

  it('resolve their paths against their own directory', () => {
    mkdirSync(join(directory, 'sub'));
    put('sub/token', 'secret\n');
    const file = put(
      'sub/config',
      `
clusters: [{name: c, cluster: {server: "https://c", certificate-authority: ca.crt}}]
users:
- {name: files, user: {client-certificate: me.crt, client-key: /keys/me.key, tokenFile: token}}
- {name: plugin, user: {exec: {command: ./bin/login, apiVersion: client.authentication.k8s.io/v1}}}
- {name: on-path, user: {exec: {command: login}, tokenFile: absent}}
`,
    );
    const { clusters, users } = mergeKubeconfigs([file]);
    expect(clusters[0]).toMatchObject({
      cluster: { 'certificate-authority': join(directory, 'sub', 'ca.crt') },
    });
    expect(users).toMatchObject([
      {
        user: {
          'client-certificate': join(directory, 'sub', 'me.crt'),
          'client-key': '/keys/me.key',
          token: 'secret',
        },
      },
      { user: { exec: { command: join(directory, 'sub', 'bin', 'login') } } },
      { user: { exec: { command: 'login' } } },
    ]);
  });

  it.each([
    ['broken', 'clusters: [', 'absent'],
    ['a list', '- 1', 'kubeconfig'],
    ['two of one name', 'contexts: [{name: a, context: {}}, {name: a, context: {}}]', 'twice'],
  ])('are an error if they exist and %s', (_what, text, hint) => {
    const file = put('bad.yml', text);
    const act = () => mergeKubeconfigs([put('good.yml', config('one', 'https://one')), file]);
    expect(act).toThrow(
      expect.objectContaining({ code: 'machine-lacks', message: expect.stringContaining(file) }),
    );
    if (hint !== 'absent')
      expect(act).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
    expect(() => mergeKubeconfigs([directory])).toThrow(expect.objectContaining({ code: 'machine-lacks' }));
  });
});

describe('the kubeconfig of a user', () => {
  it('is merged from the files in KUBECONFIG, or else read from the home directory', () => {
    const named = ['a', '', 'b', 'a'].join(delimiter);
    expect(kubeconfigFiles({ KUBECONFIG: named, HOME: '/h' })).toEqual(['a', 'b']);
    expect(kubeconfigFiles({ KUBECONFIG: '', HOME: '/h' })).toEqual([join('/h', '.kube', 'config')]);
  });

  it('may have incomplete entries, as long as they are not used', () => {
    const loaded = new KubeConfig();
    loadKubeconfigs(loaded, [
      put('half.yml', 'clusters: [{name: half, cluster: {}}, {name: empty}]\ncontexts: [{name: half}]\n'),
      put('one.yml', config('one', 'https://one')),
    ]);
    expect(loaded.getCurrentCluster()?.server).toBe('https://one');
    expect(() => loadKubeconfigs(new KubeConfig(), [join(directory, 'absent')])).toThrow(
      expect.objectContaining({ code: 'machine-lacks', message: expect.stringContaining('absent') }),
    );
  });
});
