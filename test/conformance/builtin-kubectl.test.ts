import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runKubectl } from '../../source/cluster/kubectl/run-kubectl.ts';
import { splitShellWords } from '../../source/cluster/shell-words.ts';
import type { ExitStatus, ImageStore } from '../../source/embedded/containers/container.ts';
import { type ControlPlane, startControlPlane } from '../../source/embedded/kubernetes/control-plane.ts';
import { type ApiServer, startApiServer } from '../../source/embedded/kubernetes/server/server.ts';
import { createStore } from '../../source/embedded/kubernetes/store/memory-store.ts';
import { InProcessNetwork } from '../../source/embedded/network/in-process-network.ts';
import { demoManifest as manifest } from './kubernetes/demo-manifest.ts';
import { plainKubectl } from './kubernetes/plain-kubectl.ts';
import { has, runTool } from './tools.ts';

const hasKubectl = has('kubectl');

/** Nodes with one image, `demo:*`: it logs two lines, runs until it is stopped, and knows `echo` and `fail`. */
const images: ImageStore = {
  find(reference) {
    if (!reference.startsWith('demo:')) return undefined;
    return {
      reference,
      digest: `sha256:${'0'.repeat(64)}`,
      start(spec, host) {
        host.log('stdout', `${spec.pod.name} starts`);
        host.log('stderr', `${spec.name} is up`);
        let end: (status: ExitStatus) => void = () => {};
        return {
          exited: new Promise<ExitStatus>((resolve) => {
            end = resolve;
          }),
          terminate: () => end({ exitCode: 0 }),
          kill: () => end({ exitCode: 137, signal: 'SIGKILL' }),
          async exec([name, ...words], streams) {
            if (name === 'cat') {
              for await (const chunk of streams.stdin ?? []) streams.stdout.write(chunk);
              return 0;
            }
            if (name === 'echo') streams.stdout.write(`${words.join(' ')}\n`);
            else streams.stderr.write('it failed\n');
            return name === 'echo' ? 0 : 7;
          },
        };
      },
    };
  },
};

/** One of each kind that has its own description. */
const others = `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, annotations: { note: "a line" } }
data: { plain: value, "several.lines": "one\\n\\n  two\\n" }
binaryData: { raw: AAECAw== }
---
apiVersion: v1
kind: Secret
metadata: { name: credentials, labels: { app: kafka } }
stringData: { password: secret }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: brokers }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: kafka } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: brokers, labels: { app: kafka } }
spec:
  podSelector: { matchLabels: { tier: data, app: kafka }, matchExpressions: [{ key: b, operator: In, values: [d, c] }] }
  ingress:
    - from:
        - podSelector: { matchLabels: { app: client } }
          namespaceSelector: {}
        - ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.2.0.0/16] }
      ports: [{ port: 9092 }, { port: 9100, endPort: 9109, protocol: UDP }, { protocol: SCTP }]
    - {}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: egress-only }
spec: { podSelector: {}, policyTypes: [Egress] }
---
apiVersion: batch/v1
kind: Job
metadata: { name: topics }
spec:
  parallelism: 2
  backoffLimit: 3
  ttlSecondsAfterFinished: 600
  template:
    spec: { restartPolicy: OnFailure, containers: [{ name: create, image: 'absent:1', command: [kafka-topics, --create] }] }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: 0 3 * * *
  timeZone: Europe/Berlin
  jobTemplate:
    spec: { template: { spec: { restartPolicy: Never, containers: [{ name: report, image: 'absent:1' }] } } }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec: { nodeSelector: { disk: none }, containers: [{ name: agent, image: 'absent:1' }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ui, annotations: { a: b } }
spec:
  ingressClassName: nginx
  tls: [{ hosts: [ui.local, b.local], secretName: cert }, { hosts: [c.local] }]
  rules:
    - host: ui.local
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: kafka-service, port: { number: 9092 } } } }
          - { path: /x, pathType: Exact, backend: { service: { name: nothing, port: { name: web } } } }
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx }
spec: { controller: k8s.io/ingress-nginx }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: two }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: StatefulSet, name: kafka }
  maxReplicas: 5
  metrics:
    - { type: Resource, resource: { name: memory, target: { type: AverageValue, averageValue: 500Mi } } }
    - { type: Pods, pods: { metric: { name: lag }, target: { type: AverageValue, averageValue: '10' } } }
    - { type: External, external: { metric: { name: queue }, target: { type: Value, value: '3' } } }
  behavior: { scaleDown: { stabilizationWindowSeconds: 60 } }
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: { name: one }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: consumer }, maxReplicas: 3, targetCPUUtilizationPercentage: 70 }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader }
rules:
  - { apiGroups: ['', apps], resources: [pods, deployments, deployments/scale], verbs: [get, list] }
  - { apiGroups: [''], resources: [pods], verbs: [list, watch] }
  - { apiGroups: [''], resources: [secrets], resourceNames: [a, b], verbs: [get] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: lab:metrics }
rules: [{ nonResourceURLs: [/metrics, /healthz], verbs: [get, head] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reader }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects: [{ kind: ServiceAccount, name: default, namespace: default }, { kind: User, name: ada }, { kind: Group, name: lab }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: lab:metrics }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: lab:metrics }
subjects: [{ kind: Group, name: system:authenticated }]
---
apiVersion: v1
kind: PersistentVolume
metadata: { name: by-hand }
spec:
  accessModes: [ReadWriteOnce, ReadOnlyMany]
  capacity: { storage: 1Gi }
  hostPath: { path: /data }
  persistentVolumeReclaimPolicy: Retain
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions:
            - { key: disk, operator: Exists }
            - { key: kubernetes.io/hostname, operator: In, values: [kind-worker, kind-worker2] }
`;

/** Cluster-scoped objects that name a namespace. */
const clusterWide = `
apiVersion: v1
kind: PersistentVolume
metadata: { name: cluster-wide, namespace: kafka }
spec: { accessModes: [ReadWriteOnce], capacity: { storage: 1Gi }, hostPath: { path: /data } }
`;

/** API versions in tutorials that Kubernetes no longer serves. */
const oldVersions = `
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: { name: kafka }
---
apiVersion: apps/v1beta1
kind: StatefulSet
metadata: { name: kafka }
`;

/** Masks what differs from run to run: the paths and times of the two sides of a diff. */
function maskedDiff({ code, stdout, stderr }: { code: number | null; stdout: string; stderr: string }) {
  const text = stdout
    .replace(/\S*(LIVE|MERGED)(-\d+)?\//g, '$1/')
    .replace(/^((?:---|\+\+\+) \S+)\t.*$/gm, '$1')
    .replace(/uid: .*/g, 'uid: masked')
    .replace(/creationTimestamp: .*/g, 'creationTimestamp: masked');
  return { code, stdout: text, stderr: stderr.replace(/^exit status 1\n/, '') };
}

describe.skipIf(!hasKubectl)('the built-in kubectl compared with the real one', () => {
  let directory: string;
  let server: ApiServer;
  let plane: ControlPlane;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kafka-lab-kubectl-'));
    const store = createStore();
    const network = new InProcessNetwork();
    const log = () => {};
    plane = startControlPlane({
      store,
      clusterName: 'kind',
      version: 'v1.32.0',
      images,
      network,
      directory,
      log,
    });
    server = await startApiServer({ store, agent: plane.agent, directory, name: 'parity', log });
    // By the name that its own messages use.
    await symlink(plainKubectl(), join(directory, 'kubectl'));
    await writeFile(join(directory, 'all.yml'), manifest);
    await writeFile(join(directory, 'cluster-wide.yml'), clusterWide);
    await writeFile(join(directory, 'old.yml'), oldVersions);
    await writeFile(join(directory, 'others.yml'), others);
    await writeFile(
      join(directory, 'changed.yml'),
      manifest
        .replaceAll('value: producer', 'value: consumer')
        .replace('replicas: 2', 'replicas: 3')
        .replace('name: broker, port: 9092', 'name: broker, port: 9093'),
    );
    await writeFile(
      join(directory, 'new.yml'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: new }\ndata: { a: b }\n',
    );
    await writeFile(join(directory, 'broken.yml'), 'kind: Service\nmetadata: [\n');
    await writeFile(join(directory, 'kindless.yml'), 'metadata: { name: x }\n');
    await writeFile(join(directory, 'unknown.yml'), 'apiVersion: v1\nkind: Nothing\nmetadata: { name: x }\n');
    await writeFile(join(directory, 'typo.yml'), manifest.replaceAll('replicas: 1', 'replicsa: 1'));
    await writeFile(
      join(directory, 'immutable.yml'),
      manifest.replaceAll('serviceName: kafka-service', 'serviceName: other'),
    );
  });
  afterAll(async () => {
    await server?.close();
    await plane?.close();
    await rm(directory, { recursive: true, force: true });
  });

  interface Outcome {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
  }

  async function builtin(line: string): Promise<Outcome> {
    const seen = { stdout: '', stderr: '' };
    const code = await runKubectl(splitShellWords(line), {
      kubeconfig: server.kubeconfig,
      context: 'parity',
      namespace: 'default',
      directory,
      output: (stream, text) => {
        seen[stream] += text;
      },
      signal: AbortSignal.timeout(20_000),
    });
    return { code, ...seen };
  }

  async function real(line: string): Promise<Outcome> {
    const words = ['-c', `cd '${directory}' && exec "$0" "$@"`, './kubectl', ...splitShellWords(line)];
    const env = { PATH: process.env.PATH, HOME: directory, KUBECONFIG: server.kubeconfig };
    const { code, stdout, stderr } = await runTool('sh', words, { env });
    return { code, stdout, stderr };
  }

  /** Both print the same, except for a second that passed in between. */
  async function same(line: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const expected = await real(line);
      const actual = await builtin(line);
      if (attempt < 4 && JSON.stringify(expected) !== JSON.stringify(actual)) continue;
      expect(actual, line).toEqual(expected);
      return;
    }
  }

  it('creates, and reports no change, like the real one', async () => {
    const created = await builtin('apply -f all.yml');
    expect(created).toEqual({
      code: 0,
      stdout:
        'service/kafka-service created\nstatefulset.apps/kafka created\ndeployment.apps/client created\n',
      stderr: '',
    });
    await same('apply -f all.yml');
    expect((await builtin('apply -f others.yml')).code).toBe(0);
    expect((await builtin('rollout status statefulset/kafka --timeout=20s')).code).toBe(0);
    expect((await builtin('rollout status deployment/client --timeout=20s')).code).toBe(0);
  });

  it.each([
    'get nodes',
    'get nodes -o wide',
    'get no kind-worker',
    'get pods',
    'get pods -o wide',
    'get po -A',
    'get pod kafka-0 kafka-1',
    'get pod/kafka-0 pod/kafka-1',
    'get pod/kafka-0 svc/kafka-service',
    'get all',
    'get pods,services',
    'get svc,sts,deploy -o wide',
    'get statefulsets',
    'get sts kafka -o yaml',
    'get deploy client -o json',
    'get pods -o name',
    'get all -o name',
    'get pods -l app=kafka -o yaml',
    'get pods -l app=nothing',
    'get pods -n nowhere',
    'get nodes -l x=y',
    'get pods -l app=kafka --no-headers',
    'get pods --show-labels',
    'get pods -L app',
    'get pod missing',
    'get pod kafka-0 missing',
    'get nothing',
    'get',
    'get pvc',
    'get endpoints',
    'get namespaces',
    'get pods missing --ignore-not-found',
    'get pods kafka-0 -l app=kafka',
    'get pods kafka-0 -A',
    'get pods svc/x',
    "get pods -o jsonpath='{.items[*].metadata.name}'",
    'get pods -o jsonpath=\'{range .items[*]}{.metadata.name}{"\\t"}{.status.phase}{"\\n"}{end}\'',
    'get pods -o jsonpath=\'{.items[?(@.metadata.name=="kafka-0")].spec.nodeName}\'',
    "get sts kafka -o jsonpath='{.spec.template.spec.containers[0].env}'",
    "get sts kafka -o jsonpath='{.spec.replicas}'",
    'get pods --foo',
    'get pods -Z',
    'get pods -n',
    'get pods --watch=maybe',
    'nonsense',
    'gett',
    'get events --field-selector involvedObject.name=nothing',
    'get -f all.yml',
    'apply -f old.yml',
    'apply -f cluster-wide.yml --dry-run=client -o yaml',
    'get all -A',
    'get pods.v1',
    'get foo.bar',
    'get foo.v1.bar',
    'get deployments.apps',
    'get deployments.v1.apps',
    'get Pod',
    'get pods/a/b',
    'get pods/',
  ])('kubectl %s', same);

  it.each([
    'logs kafka-0',
    'logs pod/kafka-0',
    'logs sts/kafka',
    'logs deploy/client',
    'logs deploy/client -c side',
    'logs -l app=kafka',
    'logs -l app=kafka --prefix',
    'logs kafka-0 --tail=1',
    'logs kafka-0 --timestamps',
    'logs missing',
    'logs',
    'logs kafka-0 -c nope',
    'logs deploy/client --all-containers',
    'logs deploy/client --all-containers --prefix',
    'logs -l app=nothing',
    'logs kafka-0 -l app=kafka',
    'logs kafka-0 --previous',
    'logs kafka-0 --tail=x',
    'logs kafka-0 --since=5',
    'logs kafka-0 --since=1h',
    'logs svc/kafka-service',
    'logs kafka-0 kafka',
    'logs sts/missing',
    'logs -l app=client',
    'logs kafka-0 --tail=0',
  ])('kubectl %s', same);

  it.each([
    'exec kafka-0 -- echo hello there',
    'exec kafka-0 -- fail',
    'exec missing -- echo',
    'exec kafka-0',
    'exec kafka-0 -c nope -- echo',
    'exec sts/kafka -- echo x',
    'exec deploy/client -- echo x',
    'exec',
    'exec kafka-0 echo hi',
    'exec deploy/client -c side -- echo x',
  ])('kubectl %s', same);

  it.each([
    'describe pod kafka-0',
    'describe pods -l app=client',
    'describe node kind-worker',
    'describe node kind-control-plane',
    'describe service kafka-service',
    'describe statefulset kafka',
    'describe deployment client',
    'describe rs -l app=client',
    'describe pod missing',
    'describe sts/kafka svc/kafka-service',
    'describe pvc data-kafka-0',
    'describe nothing x',
    'describe namespace default',
    'describe configmap settings',
    'describe secret credentials',
    'describe sa default',
    'describe pdb brokers',
    'describe netpol brokers egress-only',
    'get netpol',
    'get jobs,cronjobs,daemonsets -o wide',
    'get ing,ingressclass,hpa',
    'get roles,rolebindings,clusterroles,clusterrolebindings -o wide',
    'describe job topics',
    'describe cronjob nightly',
    'describe ds agent',
    'describe ingress ui',
    'describe hpa two',
    'describe hpa one',
    'describe role reader',
    'describe clusterrole lab:metrics',
    'describe rolebinding reader',
    'describe clusterrolebinding lab:metrics',
    'rollout status ds/agent',
    'create job x',
    'create job x --image=a --from=cronjob/nightly',
    'create job x --from=cronjob/nightly -- ls',
    'create job x --from=deployment/consumer',
    'create cronjob x --image=a',
    "create cronjob x --image=a --schedule='* * *'",
    'wait --for=condition=complete job/topics --timeout=0',
    'wait --for=condition=suspended=false job/topics --timeout=0',
    'describe endpoints kafka-service',
    'describe endpointslices -l kubernetes.io/service-name=kafka-service',
    'describe storageclass standard',
    'describe pv by-hand',
    'describe pv',
    'describe controllerrevision -l app=kafka',
    'describe lease kind-worker -n kube-node-lease',
    'describe svc missing',
    'describe',
    'get pvc data-kafka-0 -o yaml',
    'get svc kafka-service -o yaml',
    'get pod kafka-0 -o yaml',
    'get rs -l app=client -o yaml',
    'get sc standard -o yaml',
    'get endpoints kafka-service -o yaml',
    'get pv',
    'get controllerrevisions',
  ])('kubectl %s', same);

  it.each([
    'apply -f missing.yml',
    'apply -f kindless.yml',
    'apply -f typo.yml',
    'apply -f immutable.yml',
    'apply',
    'apply -f all.yml extra',
    'delete pod missing',
    'delete',
    'delete pods',
    'delete pod missing --ignore-not-found',
    'delete pods -l app=nothing',
    'delete nothing x',
    'delete -f missing.yml',
    'scale sts/kafka',
    'scale sts kafka --replicas=2',
    'scale sts/missing --replicas=2',
    'scale --replicas=1',
    'scale svc/kafka-service --replicas=1',
    'rollout status sts/kafka',
    'rollout status deploy/client',
    'rollout status deploy/missing',
    'rollout status svc/kafka-service',
    'rollout history deploy/client',
    'rollout history sts/kafka',
    'rollout history svc/kafka-service',
    'rollout history deploy/missing',
    'rollout undo sts/kafka',
    'rollout undo deploy/missing',
    'rollout undo deploy/client --to-revision=99',
    'run',
    'run x',
    'run kafka-0 --image=demo:1',
    'create configmap',
    'create configmap c --from-literal=x',
    'wait --for=condition=Ready pod/kafka-0',
    'wait --for=condition=Ready pods -l app=kafka',
    'wait --for=condition=Nope pod/kafka-0 --timeout=1s',
    'wait --for=delete pod/missing --timeout=5s',
    'wait --for=condition=Ready pods -l app=nothing',
    "wait --for=jsonpath='{.status.phase}'=Running pod/kafka-0",
    'wait --for=create pod/kafka-0',
    'wait --for=create pod/missing --timeout=1s',
    'wait --for=create pod/missing --timeout=0',
    'wait --for=create pod/kafka-0 pod/missing --timeout=1s',
    'wait --for=create pod/missing pod/gone --timeout=1s',
    'wait --for=create pods -l app=nothing --timeout=1s',
    'wait --for=nonsense pod/kafka-0',
    'wait pod/kafka-0',
    'wait --for=condition=available deploy/client',
    'set env deploy/client ROLE=producer',
    'set env deploy/client',
    'set env deploy/client --list',
    'set image deploy/client nope=demo:3',
    'set image deploy/client main=demo:1',
    'label pod kafka-0 app=kafka',
    'label pod kafka-0 app=other',
    'label pod kafka-0',
    'annotate pod kafka-0 a=b',
    'annotate pod kafka-0 a=b',
    'label pod kafka-0 nope-',
    'patch deploy client -p \'{"spec":{"replicas":1}}\'',
    'patch deploy client',
    'patch deploy client --type=json -p \'[{"op":"replace","path":"/spec/replicas","value":1}]\'',
    'patch deploy client --type=odd -p {}',
    'api-resources',
    'api-resources -o name',
    'port-forward kafka-0',
    'port-forward missing 1:2',
    'get pods --request-timeout=x',
    'expose sts kafka',
    'expose svc missing --port=80',
    'expose deployment client',
    'expose deployment client --port=x',
    'expose deployment client --port=80 --dry-run=client -o yaml',
    'expose deployment client --port=80,90 --target-port=http --name=both --type=NodePort --dry-run=client -o yaml',
    'expose pod kafka-0 --dry-run=client -o yaml',
    'expose svc kafka-service --name=again --protocol=UDP --dry-run=client -o yaml',
    'expose svc kafka-service',
    'diff',
    'diff -f all.yml',
    'diff -f missing.yml',
    'diff -f immutable.yml',
    'diff -f all.yml extra',
  ])('kubectl %s', same);

  it.each(['diff -f changed.yml', 'diff -f new.yml', 'diff -f changed.yml -l app=client'])(
    'kubectl %s, except for the names of the two sides',
    async (line) => {
      const expected = maskedDiff(await real(line));
      expect(expected.code).toBe(1);
      expect(maskedDiff(await builtin(line))).toEqual(expected);
    },
  );

  /** Each runs once; the line before it restores the state in between. */
  it.each([
    ['set env deploy/client ROLE=consumer', 'set env deploy/client ROLE=producer'],
    ['set env deploy/client NEW=1', 'set env deploy/client NEW-'],
    ['set image deploy/client main=demo:7', 'set image deploy/client main=demo:1'],
    ['label pod kafka-0 x=y', 'label pod kafka-0 x-'],
    ['rollout restart deploy/client', 'rollout status deploy/client --timeout=20s --watch=false'],
    ['set env deploy/client ROLE=consumer', 'rollout undo deploy/client'],
    ['run extra --image=demo:1 --env=A=B --port=80 -- one two', 'delete pod extra --now'],
    ['create configmap made --from-literal=a=b', 'delete configmap made'],
    ['expose deployment client --port=80', 'delete service client'],
    ['create namespace made', 'delete namespace made'],
    ['delete deployment client', 'apply -f all.yml'],
    ['delete -f all.yml', 'apply -f all.yml'],
    ['apply -f cluster-wide.yml', 'delete -f cluster-wide.yml'],
    ['create -f cluster-wide.yml', 'delete -f cluster-wide.yml'],
  ])('kubectl %s, then %s', async (first, second) => {
    const expected = [await real(first), await real(second)];
    const actual = [await builtin(first), await builtin(second)];
    expect(actual).toEqual(expected);
  });
});
