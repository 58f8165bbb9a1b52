import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { parse } from 'yaml';
import type { Store } from '../../../../source/embedded/kubernetes/objects/store-api.ts';
import { type ApiServer, startApiServer } from '../../../../source/embedded/kubernetes/server/server.ts';
import { createStore } from '../../../../source/embedded/kubernetes/store/memory-store.ts';
import type { Stored } from '../../../../source/kubernetes-types/kinds.ts';
import { FakeAgent } from './fake-agent.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: tests inspect whatever the server returned.
  readonly body: any;
  readonly text: string;
}

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** Sent unchanged, instead of `body`. */
  readonly raw?: string | Buffer;
}

/** A running API server over an empty cluster: `default` and one node, no controllers. */
export interface Fixture {
  readonly server: ApiServer;
  readonly store: Store;
  readonly agent: FakeAgent;
  readonly directory: string;
  readonly token: string;
  readonly authority: Buffer;
  readonly logged: string[];
  kubeConfig(): KubeConfig;
  call(path: string, options?: CallOptions): Promise<Answer>;
  /** A pod that runs on the node, as the agent would report it. */
  runPod(name: string, change?: (pod: Stored<'pods'>) => void): Stored<'pods'>;
  close(): Promise<void>;
}

export async function startFixture(): Promise<Fixture> {
  const directory = await mkdtemp(join(tmpdir(), 'kafka-lab-api-'));
  const store = createStore();
  const agent = new FakeAgent();
  const logged: string[] = [];
  for (const name of ['default', 'kube-system']) store.create('namespaces', { metadata: { name } });
  store.create('nodes', {
    metadata: { name: 'worker', labels: { 'node-role.kubernetes.io/worker': '' } },
    status: {
      conditions: [{ type: 'Ready', status: 'True' }],
      nodeInfo: { kubeletVersion: 'v1.32.0-kafka-lab' },
    },
  });
  const server = await startApiServer({
    store,
    agent,
    directory,
    name: 'lab-test',
    log: (line) => logged.push(line),
  });
  const config = parse(await readFile(server.kubeconfig, 'utf8'));
  const token: string = config.users[0].user.token;
  const authority = Buffer.from(config.clusters[0].cluster['certificate-authority-data'], 'base64');

  const call = (path: string, options: CallOptions = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
      const outgoing = request(
        {
          host: '127.0.0.1',
          port: server.port,
          path,
          method: options.method ?? (body === undefined ? 'GET' : 'POST'),
          ca: authority,
          servername: 'localhost',
          agent: false,
          headers: {
            Authorization: `Bearer ${token}`,
            ...(body === undefined
              ? {}
              : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }),
            ...options.headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            let parsed: unknown;
            try {
              parsed = JSON.parse(text);
            } catch {
              parsed = undefined;
            }
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: parsed, text });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  return {
    server,
    store,
    agent,
    directory,
    token,
    authority,
    logged,
    kubeConfig() {
      const kubeConfig = new KubeConfig();
      kubeConfig.loadFromFile(server.kubeconfig);
      return kubeConfig;
    },
    call,
    runPod(name, change) {
      store.create('pods', {
        metadata: { name, namespace: 'default', labels: { app: name } },
        spec: { nodeName: 'worker', containers: [{ name: 'main', image: 'busybox:1' }] },
      });
      return store.update('pods', 'default', name, (pod) => {
        pod.status = {
          ...pod.status,
          phase: 'Running',
          podIP: '10.244.1.2',
          conditions: [{ type: 'Ready', status: 'True' }],
          containerStatuses: [
            {
              name: 'main',
              ready: true,
              restartCount: 0,
              image: 'busybox:1',
              imageID: '',
              state: { running: { startedAt: pod.metadata.creationTimestamp } },
            },
          ],
        };
        change?.(pod);
      });
    },
    async close() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A Deployment that the API accepts. */
export function deployment(name: string, change: (spec: Record<string, unknown>) => void = () => {}) {
  const spec: Record<string, unknown> = {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image: 'busybox' }] },
    },
  };
  change(spec);
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec };
}
