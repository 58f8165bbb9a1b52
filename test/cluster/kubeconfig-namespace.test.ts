import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { setKubeconfigNamespace } from '../../source/cluster/kubeconfig-namespace.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-namespace-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('changes the namespace of the context, and nothing else', () => {
  const path = join(directory, 'kubeconfig');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'kind-lab', cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: 'kind-lab', user: { token: 'secret' } }],
    contexts: [{ name: 'kind-lab', context: { cluster: 'kind-lab', user: 'kind-lab' } }],
    'current-context': 'kind-lab',
  };
  writeFileSync(path, JSON.stringify(config), { mode: 0o644 });
  setKubeconfigNamespace(path, 'streams');
  const [context] = config.contexts;
  expect(parse(readFileSync(path, 'utf8'))).toEqual({
    ...config,
    contexts: [{ ...context, context: { ...context?.context, namespace: 'streams' } }],
  });
  expect(statSync(path).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
});
