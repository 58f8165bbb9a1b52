import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createContextCluster } from '../../../source/cluster/context/create-context-cluster.ts';
import { adaptLab } from '../../../source/commands/clusters/adapt-lab.ts';
import { parseFlags } from '../../../source/commands/command-line/flags.ts';
import { readOptions } from '../../../source/commands/command-line/options.ts';
import { readLabFiles } from '../../../source/commands/lab-files/read-lab-files.ts';
import { type FakeApi, failure, list, sendJson, startFakeApi } from '../../cluster/fake-api.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';

let fake: FakeApi;
beforeEach(async () => {
  fake = await startFakeApi();
  fake.on('/version', { gitVersion: 'v1' });
});
afterEach(() => fake.close());

const node = (name: string, ...roles: string[]) => ({
  metadata: {
    name,
    labels: Object.fromEntries(roles.map((role) => [`node-role.kubernetes.io/${role}`, ''])),
  },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
});
const make = async () => {
  const files = readLabFiles(readOptions(parseFlags('run', ['--cluster', 'context'], [])));
  const cluster = await createContextCluster({
    home: join(fake.directory, 'app'),
    manifests: { kafka: '', clients: '' },
    clients: { image: 'x' },
    environment: { KUBECONFIG: fake.kubeconfig },
  });
  return adaptLab(cluster, files);
};
const checks = (lab: typeof kafkaLab) => lab.steps.flatMap((step) => step.checks.map(({ id }) => id));

describe('the lab on the cluster of a context', () => {
  it('expects as many nodes as it has', async () => {
    fake.on('/api/v1/nodes', list('Node', [node('a', 'control-plane'), node('b')]));
    const lab = await make();
    expect(lab.facts).toMatchObject({ nodes: 2, clientImage: 'node:22-alpine', namespace: 'kafka-lab' });
    expect(checks(lab)).toEqual(checks(kafkaLab));
  });

  it('expects no control plane if none is visible', async () => {
    fake.on('/api/v1/nodes', list('Node', [node('a'), node('b'), node('c')]));
    expect(checks(await make())).toEqual(checks(kafkaLab).filter((id) => id !== 'nodes-control-plane'));
  });

  it('omits nodes if the credentials are limited to a namespace', async () => {
    fake.on('/api/v1/nodes', (_request: unknown, response: never) =>
      sendJson(response, 403, failure(403, 'Forbidden', 'nodes is forbidden')),
    );
    const lab = await make();
    expect(lab.steps.map(({ id }) => id)).not.toContain('1.2');
    expect(lab.steps.flatMap((step) => step.checks).some(({ look }) => look.includes('nodes'))).toBe(false);
    expect(checks(lab)).toContain('reset-succeeded');
  });
});
