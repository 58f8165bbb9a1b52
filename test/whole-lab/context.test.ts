import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runKubectl } from '../../source/cluster/kubectl/run-kubectl.ts';
import { type Finished, runTool } from '../conformance/tools.ts';
import { cli, type ServedCluster, serveCluster } from '../serve-cluster.ts';
import { processesWith } from './processes.ts';

/** Objects of others on the cluster before the lab starts: near the lab's namespace, and with the names of the lab. */
const decoys = `
apiVersion: v1
kind: Namespace
metadata: { name: kafka }
---
apiVersion: v1
kind: Namespace
metadata: { name: team-a }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: kafka-lab-clients, namespace: team-a }
data: { theirs: "yes" }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: kafka, namespace: default }
spec:
  serviceName: kafka
  replicas: 0
  selector: { matchLabels: { app: theirs } }
  template:
    metadata: { labels: { app: theirs } }
    spec: { containers: [{ name: c, image: "confluentinc/cp-kafka:7.3.5" }] }
`;

/** The foreign cluster comes from `kafka-lab up`: its API server is ours, but the lab knows only its kubeconfig. */
describe('the lab on an existing cluster', () => {
  let served: ServedCluster;
  let home: string;
  const kafkaLab = (...args: string[]): Promise<Finished> =>
    runTool(process.execPath, [cli, ...args], {
      env: { ...process.env, KUBECONFIG: served.kubeconfig, KAFKA_LAB_HOME: home },
      timeoutMs: 90_000,
    });
  const onContext = ['--cluster', 'context', '--context', 'kafka-lab', '--kubectl', 'builtin'];
  /** The built-in kubectl, directly on that cluster. */
  async function look(...args: string[]): Promise<Finished> {
    const said = { stdout: '', stderr: '' };
    const code = await runKubectl(args, {
      kubeconfig: served.kubeconfig,
      context: 'kafka-lab',
      namespace: 'default',
      directory: home,
      output: (stream, text) => {
        said[stream] += text;
      },
      signal: AbortSignal.timeout(30_000),
    });
    return { code, ...said };
  }
  const theirs = async () =>
    JSON.stringify(
      await Promise.all(
        [
          ['get', 'namespaces', 'kafka', 'team-a', '-o', 'jsonpath={.items[*].metadata.uid}'],
          ['get', 'configmaps', '-n', 'team-a', '-o', 'jsonpath={.items[*].data}'],
          ['get', 'statefulsets', '-n', 'default', '-o', 'jsonpath={.items[*].metadata.uid}'],
        ].map(async (args) => (await look(...args)).stdout),
      ),
    );

  beforeAll(async () => {
    served = await serveCluster();
    home = mkdtempSync(join(tmpdir(), 'kafka-lab-context-'));
    writeFileSync(join(home, 'decoys.yml'), decoys);
    writeFileSync(
      join(home, 'notes.yml'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: notes, namespace: team-a }\n',
    );
    const applied = await look('apply', '-f', join(home, 'decoys.yml'));
    expect(applied.code, applied.stderr).toBe(0);
  });
  afterAll(async () => {
    await served.close();
    rmSync(home, { recursive: true, force: true });
  });

  // The whole lab on a context runs in test/conformance/cluster, with the real kubectl.
  it('passes every check up to the swap in a namespace of its own, and deletes only that', async () => {
    const [kubeconfig, before] = [readFileSync(served.kubeconfig, 'utf8'), await theirs()];
    const { code, stdout, stderr } = await kafkaLab(
      'run',
      ...onContext,
      '--messages',
      '800',
      '--until',
      '3.2',
    );
    expect(code, stdout.slice(-6000) + stderr).toBe(0);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^lab: (\d+) of \1 checks passed$/);
    expect(stdout).toContain('zookeeper-service.kafka-lab.svc.cluster.local');
    expect(stdout).toContain('Stored as ConfigMap kafka-lab-clients');
    const labels = await look('get', 'namespace', 'kafka-lab', '-o', 'jsonpath={.metadata.labels}');
    expect(labels.stdout).toContain('"app.kubernetes.io/managed-by":"kafka-lab"');
    expect(await theirs()).toBe(before);

    const refused = await kafkaLab('reset', ...onContext, '--home', join(home, 'colleague'));
    expect(refused).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('belongs to another kafka-lab'),
    });
    expect((await kafkaLab('down', ...onContext)).stdout).toContain('Deleted namespace kafka-lab.');
    expect((await look('get', 'namespaces', '-o', 'name')).stdout).not.toContain('kafka-lab');
    expect(await theirs()).toBe(before);
    expect(readFileSync(served.kubeconfig, 'utf8')).toBe(kubeconfig);
    expect(processesWith(home)).toEqual([]);
  }, 90_000);

  it('uses the namespace that the user names, and keeps what was in it', async () => {
    const before = await theirs();
    const inDefault = await kafkaLab('reset', ...onContext, '--namespace', 'default');
    expect(inDefault).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('the StatefulSet `kafka` in `default`'),
    });
    const inTeam = await kafkaLab('reset', ...onContext, '--namespace', 'team-a');
    expect(inTeam).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('the ConfigMap `kafka-lab-clients`'),
    });

    await look('delete', 'configmap', 'kafka-lab-clients', '-n', 'team-a');
    await look('apply', '-f', join(home, 'notes.yml'));
    const run = await kafkaLab('run', ...onContext, '--namespace', 'team-a', '--until', '1.3');
    expect(run.code, run.stdout + run.stderr).toBe(0);
    const where = ['--cluster', 'context', '--context', 'kafka-lab', '--namespace', 'team-a'];
    expect(await kafkaLab('kubectl', ...where, 'get', 'statefulsets', '-o', 'name')).toMatchObject({
      code: 0,
      stdout: 'statefulset.apps/kafka\nstatefulset.apps/zookeeper\n',
    });
    expect((await kafkaLab('kubectl', ...where.slice(0, 4), 'get', 'pods')).stderr).toContain(
      'there is no lab in namespace `kafka-lab`',
    );
    const down = await kafkaLab('down', ...onContext, '--namespace', 'team-a');
    expect(down.stdout).toContain('Deleted StatefulSet kafka.');
    const left = await look('get', 'statefulsets,services,configmaps,pvc', '-n', 'team-a', '-o', 'name');
    expect(
      left.stdout
        .trim()
        .split('\n')
        .filter((name) => !name.includes('kube-root-ca')),
    ).toEqual(['configmap/notes']);
    await look('apply', '-f', join(home, 'decoys.yml'));
    expect(JSON.parse(await theirs())[2]).toBe(JSON.parse(before)[2]);
  }, 60_000);

  it('reports what the namespace would refuse before it waits for pods', async () => {
    writeFileSync(
      join(home, 'tight.yml'),
      `apiVersion: v1
kind: Namespace
metadata: { name: tight, labels: { pod-security.kubernetes.io/enforce: restricted } }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: few, namespace: tight }
spec: { hard: { pods: "4" } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: small, namespace: tight }
spec: { limits: [{ type: Container, max: { memory: 512Mi } }] }
`,
    );
    expect((await look('apply', '-f', join(home, 'tight.yml'))).code).toBe(0);
    const { code, stderr } = await kafkaLab('reset', ...onContext, '--namespace', 'tight');
    expect(code).toBe(1);
    for (const why of [
      'the quota `few` allows pods 4; 0 is used, and the lab needs 6',
      'a container of `kafka` exceeds the maximum memory of 512Mi',
      'the namespace accepts only pods of the Pod Security level restricted',
    ])
      expect(stderr).toContain(why);
    await look('delete', 'namespace', 'tight');
  }, 60_000);
});
