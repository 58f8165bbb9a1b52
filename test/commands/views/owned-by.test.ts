import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findType } from '../../../source/cluster/api/discovery.ts';
import { openResources, type Resources } from '../../../source/cluster/kubernetes/resources.ts';
import { ownedBy } from '../../../source/commands/views/owned-by.ts';
import { type Fixture, startFixture } from '../../embedded/kubernetes/api/fixture.ts';

let fixture: Fixture;
let resources: Resources;

beforeEach(async () => {
  fixture = await startFixture();
  const config = fixture.kubeConfig();
  const kubeconfig = join(fixture.directory, 'test-kubeconfig');
  await writeFile(kubeconfig, config.exportConfig());
  resources = await openResources({ kubeconfig, context: config.getCurrentContext() });
});
afterEach(async () => {
  resources.close();
  await fixture.close();
});

/** What Enter leads to: `replicasets in default, app=web`. */
async function leadsTo(kind: string, name: string, namespace = 'default'): Promise<string | undefined> {
  const type = findType(await resources.types(), kind)!;
  const target = await ownedBy(resources, type, { name, namespace, ready: '' });
  if (target === undefined) return undefined;
  const selector = target.labelSelector ?? target.fieldSelector;
  return `${target.type.plural} in ${target.namespace ?? 'all'}${selector === undefined ? '' : `, ${selector}`}`;
}

async function create(path: string, body: object): Promise<void> {
  const answer = await fixture.call(path, { method: 'POST', body });
  expect(answer.status, answer.text).toBe(201);
}

const workload = (kind: string, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'busybox' }] },
    },
    ...spec,
  },
});

describe('Enter leads', () => {
  it('from a deployment to its replica sets, from a stateful set to its pods', async () => {
    await create('/apis/apps/v1/namespaces/default/deployments', workload('Deployment'));
    await create(
      '/apis/apps/v1/namespaces/default/statefulsets',
      workload('StatefulSet', { serviceName: 'web' }),
    );
    expect(await leadsTo('deploy', 'web')).toBe('replicasets in default, app=web');
    expect(await leadsTo('sts', 'web')).toBe('pods in default, app=web');
  });

  it('from a service to its pods, unless it selects none', async () => {
    const service = (name: string, selector?: object) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { ports: [{ port: 80 }], ...(selector === undefined ? {} : { selector }) },
    });
    await create('/api/v1/namespaces/default/services', service('web', { app: 'web' }));
    await create('/api/v1/namespaces/default/services', service('outside'));
    expect(await leadsTo('svc', 'web')).toBe('pods in default, app=web');
    expect(await leadsTo('svc', 'outside')).toBeUndefined();
  });

  it('from a node to its pods in all namespaces, from a namespace to its own', async () => {
    expect(await leadsTo('no', 'worker', '')).toBe('pods in all, spec.nodeName=worker');
    expect(await leadsTo('ns', 'kube-system', '')).toBe('pods in kube-system');
  });

  it('nowhere from what owns nothing', async () => {
    expect(await leadsTo('cm', 'settings')).toBeUndefined();
  });
});
