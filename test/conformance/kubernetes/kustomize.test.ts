import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedCluster, serveCluster } from '../../serve-cluster.ts';
import { has, runTool } from '../tools.ts';

/** The kustomize under test: KAFKA_LAB_KUSTOMIZE, or the one on PATH. */
const kustomize = process.env.KAFKA_LAB_KUSTOMIZE ?? 'kustomize';

const base = {
  'kustomization.yaml': `
resources: [web.yml]
configMapGenerator:
  - name: settings
    literals: [COLOR=red]
`,
  'web.yml': `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: main
          image: busybox:1.36
          command: [sh, -c, 'echo $COLOR; sleep 3600']
          envFrom: [{configMapRef: {name: settings}}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`,
};

const overlay = (color: string) => `
resources: [../base]
namespace: overlay
namePrefix: dev-
labels: [{pairs: {env: dev}, includeSelectors: true}]
replicas: [{name: web, count: 2}]
images: [{name: busybox, newTag: '1.37'}]
configMapGenerator:
  - name: settings
    behavior: merge
    literals: [COLOR=${color}]
patches:
  - target: {kind: Deployment, name: web}
    patch: '[{"op": "add", "path": "/spec/template/spec/containers/0/resources", "value": {"limits": {"memory": "32Mi"}}}]'
`;

describe.skipIf(!has('kubectl'))('an overlay of kustomize', () => {
  let cluster: ServedCluster;
  let folder: string;
  const shell = (line: string) => runTool('sh', ['-c', line], { env: cluster.env });
  const rolledOut = () => shell('kubectl -n overlay rollout status deploy/dev-web --timeout=25s');

  beforeAll(async () => {
    cluster = await serveCluster();
    folder = join(cluster.home, 'kustomize');
    for (const name of ['base', 'overlay']) await mkdir(join(folder, name), { recursive: true });
    for (const [name, text] of Object.entries(base)) await writeFile(join(folder, 'base', name), text);
    await color('blue');
    await shell('kubectl create namespace overlay');
  });
  afterAll(() => cluster?.close());

  const color = (name: string) => writeFile(join(folder, 'overlay', 'kustomization.yaml'), overlay(name));

  it('is applied by kubectl, and nothing differs afterwards', async () => {
    const applied = await shell(`kubectl apply -k ${folder}/overlay`);
    expect(applied.stdout).toMatch(
      /^configmap\/dev-settings-\w+ created\nservice\/dev-web created\ndeployment.apps\/dev-web created\n$/,
    );
    expect((await rolledOut()).code).toBe(0);
    const [deployment] = JSON.parse((await shell('kubectl -n overlay get deploy -o json')).stdout).items;
    const [container] = deployment.spec.template.spec.containers;
    expect(container).toMatchObject({ image: 'busybox:1.37', resources: { limits: { memory: '32Mi' } } });
    expect(deployment.spec).toMatchObject({
      replicas: 2,
      selector: { matchLabels: { app: 'web', env: 'dev' } },
    });
    expect(await shell(`kubectl diff -k ${folder}/overlay`)).toMatchObject({ stdout: '', code: 0 });
    expect((await shell('kubectl -n overlay logs -l app=web')).stdout).toBe('blue\nblue\n');
  });

  it('brings a changed ConfigMap under a new name into new pods', async () => {
    await color('green');
    const applied = await shell(`kubectl apply -k ${folder}/overlay`);
    expect(applied.stdout).toMatch(
      /configmap\/dev-settings-\w+ created\nservice\/dev-web unchanged\ndeployment.apps\/dev-web configured\n/,
    );
    await rolledOut();
    expect((await shell('kubectl -n overlay logs -l app=web')).stdout).toBe('green\ngreen\n');
  });

  it.skipIf(!has(kustomize))('is built by kustomize, unchanged on the cluster, and deleted', async () => {
    const build = `${kustomize} build ${folder}/overlay`;
    expect((await shell(`${build} | kubectl apply -f -`)).stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/ unchanged$/),
      expect.stringMatching(/ unchanged$/),
      expect.stringMatching(/ unchanged$/),
    ]);
    expect((await shell(`${build} | kubectl delete -f -`)).code).toBe(0);
    expect((await shell('kubectl -n overlay get deploy,svc')).stdout).toBe('');
  });
});
