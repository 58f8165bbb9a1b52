import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectApiClient } from '../../../source/cluster/api/api-client.ts';
import { valueAt } from '../../../source/json/json-value.ts';
import { end, freePorts, startUnderLifeline } from '../children.ts';

/** A Kubernetes control plane without a node, on loopback. */
export interface RealControlPlane {
  readonly kubeconfig: string;
  readonly context: string;
  /** The version that the API server reports: `v1.30.0`. */
  readonly version: string;
  /** Writes a kubeconfig for the user `name`, who has only the permissions that RBAC grants. */
  kubeconfigOf(name: string): string;
  close(): Promise<void>;
}

/**
 * The directory with `kube-apiserver` and `etcd` that KUBEBUILDER_ASSETS names, as in envtest of controller-runtime; undefined, with a message
 * on the console, if there is none.
 */
export function controlPlaneBinaries(): string | undefined {
  const directory = process.env.KUBEBUILDER_ASSETS ?? '';
  if (['kube-apiserver', 'etcd'].every((name) => existsSync(join(directory, name)))) return directory;
  console.info('KUBEBUILDER_ASSETS names no directory with kube-apiserver and etcd: their tests are skipped');
  return undefined;
}

/** True if the directory also has what envtest does not ship: without controllers, no namespace is deleted and no pod is created. */
export function hasControllers(directory: string): boolean {
  return ['kube-controller-manager', 'kube-scheduler'].every((name) => existsSync(join(directory, name)));
}

/** Starts etcd and the API server, and on request the controllers and the scheduler. */
export async function startControlPlane(
  directory: string,
  { controllers }: { readonly controllers: boolean },
): Promise<RealControlPlane> {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-control-plane-'));
  const [client = 0, peer = 0, secure = 0] = await freePorts(3);
  const children: ChildProcess[] = [];
  const start = (name: string, flags: Readonly<Record<string, string | number | boolean>>) => {
    const words = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
    children.push(startUnderLifeline([join(directory, name), ...words], join(home, `${name}.log`)));
  };
  const close = async () => {
    await Promise.all(children.toReversed().map(end));
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const key = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    writeFileSync(join(home, 'sa.key'), key.privateKey, { mode: 0o600 });
    writeFileSync(join(home, 'sa.pub'), key.publicKey);
    const users = { admin: 'system:masters', learner: '' };
    const tokens = Object.fromEntries(
      Object.keys(users).map((name) => [name, randomBytes(16).toString('hex')]),
    );
    const lines = Object.entries(users).map(
      ([name, groups]) => `${tokens[name]},${name},${name},"${groups}"\n`,
    );
    writeFileSync(join(home, 'tokens.csv'), lines.join(''), { mode: 0o600 });
    start('etcd', {
      'data-dir': join(home, 'etcd'),
      'listen-client-urls': `http://127.0.0.1:${client}`,
      'advertise-client-urls': `http://127.0.0.1:${client}`,
      'listen-peer-urls': `http://127.0.0.1:${peer}`,
      'initial-advertise-peer-urls': `http://127.0.0.1:${peer}`,
      'initial-cluster': `default=http://127.0.0.1:${peer}`,
    });
    start('kube-apiserver', {
      'etcd-servers': `http://127.0.0.1:${client}`,
      'bind-address': '127.0.0.1',
      'secure-port': secure,
      'cert-dir': home,
      'endpoint-reconciler-type': 'none',
      'service-account-issuer': 'https://kubernetes.default.svc',
      'service-account-key-file': join(home, 'sa.pub'),
      'service-account-signing-key-file': join(home, 'sa.key'),
      'service-cluster-ip-range': '10.96.0.0/16',
      'token-auth-file': join(home, 'tokens.csv'),
      'authorization-mode': 'Node,RBAC',
      // Without controllers, nothing creates service accounts.
      ...(controllers ? {} : { 'disable-admission-plugins': 'ServiceAccount' }),
    });
    const kubeconfigOf = (name: string): string => {
      const path = join(home, `${name}.kubeconfig`);
      const server = `https://127.0.0.1:${secure}`;
      const authority = join(home, 'apiserver.crt');
      const config = {
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'real', cluster: { server, 'certificate-authority': authority } }],
        users: [{ name, user: { token: tokens[name] } }],
        contexts: [{ name: 'real', context: { cluster: 'real', user: name } }],
        'current-context': 'real',
      };
      writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
      return path;
    };
    const kubeconfig = kubeconfigOf('admin');
    const version = await untilReady(kubeconfig, () => logs(home));
    if (controllers) {
      start('kube-controller-manager', {
        kubeconfig,
        'secure-port': 0,
        'leader-elect': false,
        'use-service-account-credentials': true,
        'service-account-private-key-file': join(home, 'sa.key'),
        'root-ca-file': join(home, 'apiserver.crt'),
      });
      start('kube-scheduler', { kubeconfig, 'secure-port': 0, 'leader-elect': false });
    }
    return { kubeconfig, context: 'real', version, kubeconfigOf, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function untilReady(kubeconfig: string, log: () => string): Promise<string> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    try {
      const api = await connectApiClient({ kubeconfig, context: 'real', timeoutMs: 5_000 });
      try {
        await api.text({ path: '/readyz' });
        await api.json({ path: '/api/v1/namespaces/default' });
        return String(valueAt(await api.json({ path: '/version' }), 'gitVersion'));
      } finally {
        api.close();
      }
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`the control plane is not up after 120 s:\n${log()}`, { cause: error });
    }
    await delay(300);
  }
}

function logs(home: string): string {
  return ['etcd', 'kube-apiserver']
    .map((name) => join(home, `${name}.log`))
    .map((path) => (existsSync(path) ? readFileSync(path, 'utf8').slice(-2_000) : `no ${path}`))
    .join('\n');
}
