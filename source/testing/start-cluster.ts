import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, connectApiClient } from '../cluster/api/api-client.ts';
import { type Launched, launchEmbedded } from '../cluster/embedded/launch.ts';
import { stopChild } from '../cluster/embedded/stop.ts';
import { loadKafkajs } from '../cluster/kubernetes/load-kafkajs.ts';
import { describeError, LabError } from '../errors/lab-error.ts';
import { BrokerControl } from './broker-control.ts';
import { brokerObject, type Creation, foundation } from './cluster-objects.ts';
import { addressesOf, createTopics } from './kafka-requests.ts';
import { type ClusterPlan, readOptions } from './read-options.ts';
import type { ClusterOptions, TestCluster } from './test-cluster.ts';
import { untilBrokersAnswer } from './until-brokers-answer.ts';

/** Starts a cluster with the bundle in `dist`: see `StartCluster`. */
export async function startClusterFrom(dist: string, options: ClusterOptions): Promise<TestCluster> {
  const plan = readOptions(options);
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-cluster-'));
  const closers: (() => Promise<void> | void)[] = [() => rmSync(directory, { recursive: true, force: true })];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const limit = AbortSignal.timeout(plan.timeoutMs);
  try {
    // They load while the cluster's process starts.
    const libraries = Promise.all([loadKafkajs(), import('@kubernetes/client-node')]);
    libraries.catch(() => {}); // awaited below, unless the launch fails first
    const { record, child } = await launch(dist, directory, plan.timeoutMs, limit, closers);
    await libraries;
    const api = await connectApiClient({ kubeconfig: record.kubeconfig, context: record.name });
    closers.push(() => api.close());
    await createAll(api, plan, limit);
    const control = { api, bootstrap: record.bootstrap, plan };
    await untilBrokersAnswer(
      control,
      Array.from({ length: plan.brokers }, (_, id) => id),
      limit,
    );
    const addresses = await addressesOf(record.bootstrap);
    await createTopics(record.bootstrap, plan.topics, limit);
    // A test that forgets to stop its cluster ends all the same, and the cluster with it.
    child.unref();
    child.channel?.unref();
    let stopped: Promise<void> | undefined;
    const stop = () => {
      stopped ??= close();
      return stopped;
    };
    return {
      bootstrap: record.bootstrap,
      zookeeper: record.zookeeper,
      kubeconfig: record.kubeconfig,
      brokers: Array.from(
        { length: plan.brokers },
        (_, id) => new BrokerControl(control, id, addresses.get(id) ?? ''),
      ),
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await close();
    throw limit.aborted ? tooSlow(plan, error) : error;
  }
}

async function launch(
  dist: string,
  directory: string,
  withinMs: number,
  signal: AbortSignal,
  closers: (() => Promise<void> | void)[],
): Promise<Launched> {
  const launched = await launchEmbedded({
    name: 'kafka-lab',
    directory,
    dist,
    detached: false,
    keep: false,
    temporary: true,
    withinMs,
    signal,
  });
  const { child } = launched;
  closers.push(async () => {
    child.ref();
    await stopChild(child);
  });
  return launched;
}

async function createAll(api: ApiClient, plan: ClusterPlan, signal: AbortSignal): Promise<void> {
  const create = ({ path, body }: Creation) => api.json({ method: 'POST', path, body, signal });
  await Promise.all(foundation(plan.brokers).map(create));
  await Promise.all(
    Array.from({ length: plan.brokers }, (_, id) => create(brokerObject(id, plan.brokers, plan.config))),
  );
}

function tooSlow({ timeoutMs }: ClusterPlan, cause: unknown): LabError {
  return new LabError(
    'cluster',
    `the cluster did not start within ${timeoutMs} ms: ${describeError(cause)}`,
    {
      hint: 'a busy machine may need a larger `timeoutMs`',
      cause,
    },
  );
}
