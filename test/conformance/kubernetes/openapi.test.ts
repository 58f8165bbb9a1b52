import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedCluster, serveCluster } from '../../serve-cluster.ts';
import { has, runTool } from '../tools.ts';

const list = (kind: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind,
    items: ['a', 'b'].map((name) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data: { k: 'v' },
    })),
  });

const deployment = (fields: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  ${fields}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: it, image: "confluentinc/cp-kafka:7.3.5", command: [sleep, infinity]}]
`;

describe.skipIf(!has('kubectl'))('kubectl uses the OpenAPI documents', () => {
  let cluster: ServedCluster;
  const kubectl = (line: string, input = '') =>
    runTool('sh', ['-c', `kubectl ${line}`], { env: cluster.env, input });

  beforeAll(async () => {
    cluster = await serveCluster();
  });
  afterAll(() => cluster?.close());

  it.each(['List', 'ConfigMapList'])('to create, apply and replace a %s', async (kind) => {
    for (const verb of ['create', 'apply', 'replace']) {
      const { code, stdout, stderr } = await kubectl(`${verb} -f -`, list(kind));
      expect(stderr.replace(/^Warning: resource .*\n/gm, '')).toBe('');
      expect(stdout).toMatch(/^configmap\/a .*\nconfigmap\/b .*\n$/);
      expect(code).toBe(0);
    }
    expect((await kubectl('get cm a b -o yaml | kubectl replace -f -')).code).toBe(0);
    expect((await kubectl('delete -f -', list(kind))).code).toBe(0);
  });

  it('to validate a typed list itself, which the server never sees', async () => {
    const wrong = list('ConfigMapList').replace('"data"', '"dataz"');
    const { code, stderr } = await kubectl('apply -f -', wrong);
    expect(code).toBe(1);
    expect(stderr).toContain('unknown field "dataz" in io.k8s.api.core.v1.ConfigMap');
  });

  it('to leave field validation to the server', async () => {
    const wrong = deployment('replicaz: 1');
    const strict = await kubectl('apply -f - --validate=strict', wrong);
    expect(strict.stderr).toContain('strict decoding error: unknown field "spec.replicaz"');
    const warned = await kubectl('apply -f - --validate=warn --dry-run=server', wrong);
    expect(warned.stderr).toBe('Warning: unknown field "spec.replicaz"\n');
    expect(warned.stdout).toBe('deployment.apps/web created (server dry run)\n');
    expect((await kubectl('apply -f - --validate=ignore --dry-run=server', wrong)).stderr).toBe('');
  });

  it('to merge a patch: fields of the old strategy are removed', async () => {
    await kubectl('apply -f -', deployment('strategy: {type: RollingUpdate}'));
    const { code } = await kubectl('apply -f -', deployment('strategy: {type: Recreate}'));
    expect(code).toBe(0);
    const { stdout } = await kubectl("get deploy web -o jsonpath='{.spec.strategy}'");
    expect(stdout).toBe('{"type":"Recreate"}');
    expect((await kubectl('replace --force -f -', deployment('replicas: 0'))).code).toBe(0);
  });

  it('to explain a kind and its fields', async () => {
    const { stdout } = await kubectl('explain deployments.spec.strategy');
    expect(stdout).toMatch(/^GROUP: {6}apps\nKIND: {7}Deployment\nVERSION: {4}v1\n/);
    expect(stdout).toContain('FIELD: strategy <DeploymentStrategy>');
    expect(stdout).toContain('rollingUpdate\t<RollingUpdateDeployment>');
    expect((await kubectl('explain pods.spec.containers.volumeMounts')).stdout).toContain(
      'mountPath\t<string> -required-',
    );
    expect((await kubectl('explain pods.spec.nosuch')).stderr).toBe('error: field "nosuch" does not exist\n');
  });

  it('and finds no custom resources', async () => {
    expect((await kubectl('get crds')).stderr).toBe('No resources found\n');
  });
});
