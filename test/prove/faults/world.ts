import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { requestKind, requestKinds } from '../../../source/cluster/api/read-objects.ts';
import type { Stored } from '../../../source/kubernetes-types/kinds.ts';
import { type ClusterStart, ProvenCluster } from '../cluster/proven-cluster.ts';

export const brokerPods = ['kafka-0', 'kafka-1', 'kafka-2'] as const;
const statefulSet = '/apis/apps/v1/namespaces/default/statefulsets/kafka';
const mergePatch = 'application/merge-patch+json';
const wholeWithinMs = 90_000;

/** The cluster under test, whichever process serves it now, and how to inject faults and repair it through its Kubernetes API. */
export class World {
  readonly #start: ClusterStart;
  readonly #signal: AbortSignal;
  #cluster: ProvenCluster;

  private constructor(start: ClusterStart, cluster: ProvenCluster, signal: AbortSignal) {
    this.#start = start;
    this.#cluster = cluster;
    this.#signal = signal;
  }

  /** Serves a fresh cluster with the manifest applied. */
  static async open(start: ClusterStart, manifest: string, signal: AbortSignal): Promise<World> {
    const cluster = await ProvenCluster.start({ ...start, flags: ['--apply', manifest] });
    return new World(start, cluster, signal);
  }

  get bootstrap(): string {
    return this.#cluster.addresses.bootstrap;
  }

  get home(): string {
    return this.#start.home;
  }

  pause(ms: number): Promise<void> {
    return delay(ms, undefined, { signal: this.#signal });
  }

  /** Sends a signal to the main process of a pod; a missing pod is ignored. */
  async send(pod: string, signal: 'KILL' | 'TERM' | 'STOP' | 'CONT'): Promise<boolean> {
    const container = pod.startsWith('kafka-') ? 'kafka' : 'zookeeper';
    try {
      return (await this.#cluster.exec(pod, container, 'kill', `-${signal}`, '1')) === 0;
    } catch {
      return false;
    }
  }

  async deletePod(pod: string, gracePeriodSeconds?: number): Promise<void> {
    const body = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
    await this.#api('DELETE', `/api/v1/namespaces/default/pods/${pod}`, body).catch(() => {});
  }

  async evict(pod: Stored<'pods'>): Promise<void> {
    const { name, namespace = 'default' } = pod.metadata;
    await this.#api('POST', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name, namespace },
    });
  }

  async cordon(node: string, unschedulable: boolean): Promise<void> {
    await this.#api('PATCH', `/api/v1/nodes/${node}`, { spec: { unschedulable } });
  }

  async scale(replicas: number): Promise<void> {
    await this.#api('PATCH', `${statefulSet}/scale`, { spec: { replicas } });
  }

  /** Like `kubectl rollout restart`; resolves when the last pod is replaced. */
  async restartRolling(at: number): Promise<void> {
    const annotations = { 'kubectl.kubernetes.io/restartedAt': String(at) };
    await this.#api('PATCH', statefulSet, { spec: { template: { metadata: { annotations } } } });
    await this.#until(async () => {
      await this.revive();
      const { api } = this.#cluster;
      const { status, metadata } = await requestKind(api, 'statefulsets', { path: statefulSet });
      return (
        status !== undefined &&
        (status.observedGeneration ?? 0) >= (metadata.generation ?? 0) &&
        status.updateRevision === status.currentRevision &&
        status.readyReplicas === brokerPods.length
      );
    }, 'the rolling restart did not end');
  }

  brokers(): Promise<Stored<'pods'>[]> {
    return this.#cluster.pods('kafka');
  }

  /** The brokers that are ready now. */
  async readyBrokers(): Promise<string[]> {
    return (await this.brokers()).filter(isReady).map(({ metadata }) => metadata.name);
  }

  /** Restores the manifest's state: no node cordoned, no broker stopped, every pod ready. */
  async mend(): Promise<void> {
    const nodes = await requestKinds(this.#cluster.api, 'nodes', { path: '/api/v1/nodes' });
    for (const { metadata, spec } of nodes)
      if (spec?.unschedulable === true) await this.cordon(metadata.name, false);
    await this.scale(brokerPods.length);
    await this.whole();
    for (const pod of brokerPods) await this.send(pod, 'CONT');
  }

  /** Resolves when every pod is ready; recreates pods in back-off. */
  async whole(): Promise<void> {
    await this.#until(async () => {
      await this.revive();
      const pods = [...(await this.brokers()), ...(await this.#cluster.pods('zookeeper'))];
      return pods.length === brokerPods.length + 1 && pods.every(isReady);
    }, 'the pods were not ready again');
  }

  /** Kills the cluster's process, and starts another with its data, after `between` changed the files. */
  async killAndKeep(between: () => void): Promise<void> {
    await this.#cluster.kill();
    between();
    await this.#startKept();
  }

  /** The same with a clean shutdown. */
  async closeAndKeep(): Promise<void> {
    await this.#cluster.close();
    await this.#startKept();
  }

  /** Ending a cluster never damages its data: anything quarantined as damaged was intact. */
  async #startKept(): Promise<void> {
    this.#cluster = await ProvenCluster.start({ ...this.#start, flags: ['--keep'] });
    const log = readFileSync(join(this.home, 'clusters', 'kafka-lab', 'cluster.log'), 'utf8');
    const damages = log.split('\n').filter((line) => line.includes(' damaged: '));
    if (damages.length > 0) throw new Error(`sound data was put aside: ${damages.slice(0, 3).join('; ')}`);
  }

  async close(): Promise<void> {
    await this.#cluster.close();
  }

  #api(method: 'DELETE' | 'PATCH' | 'POST', path: string, body: object): Promise<unknown> {
    return this.#cluster.api.json({
      method,
      path,
      body,
      ...(method === 'PATCH' ? { contentType: mergePatch } : {}),
    });
  }

  /** Recreates pods in back-off, which would last for minutes. */
  async revive(): Promise<void> {
    for (const app of ['kafka', 'zookeeper'])
      for (const { metadata, status } of await this.#cluster.pods(app))
        if (status?.containerStatuses?.[0]?.state?.waiting?.reason === 'CrashLoopBackOff')
          await this.deletePod(metadata.name, 0);
  }

  async #until(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
    const deadline = performance.now() + wholeWithinMs;
    while (!(await holds())) {
      if (performance.now() > deadline) throw new Error(`${otherwise} within ${wholeWithinMs / 1000} s`);
      await this.pause(100);
    }
  }
}

function isReady({ metadata, status }: Stored<'pods'>): boolean {
  const conditions = status?.conditions ?? [];
  return (
    metadata.deletionTimestamp === undefined &&
    conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True')
  );
}
