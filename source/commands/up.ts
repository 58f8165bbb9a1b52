import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EmbeddedCluster } from '../cluster/embedded/embedded-cluster.ts';
import { stopProcess } from '../cluster/embedded/stop.ts';
import { runKubectl } from '../cluster/kubectl/run-kubectl.ts';
import { exitCodes, LabError } from '../errors/lab-error.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';
import { trusted } from '../text/safe-text.ts';
import { describeCluster } from './describe-cluster.ts';
import { embeddedCluster, requireEmbedded } from './embedded-cluster.ts';
import { readLabFiles } from './lab-files/read-lab-files.ts';
import { observeCluster } from './observe-cluster.ts';
import type { Options } from './options.ts';
import { complain, print, toNowhere } from './output.ts';
import { exitCodeOf, untilSignal } from './until-signal.ts';

const applyWithinMs = 120_000;

/**
 * `kafka-lab up`: serves a fresh cluster, or with --keep the last one of this name with all that it held, until Ctrl-C, or in the
 * background with --detach, and says how to reach it.
 */
export async function up(options: Options): Promise<number> {
  requireEmbedded(options, 'up');
  const { detach, json, apply, keep } = options.flags as {
    detach?: boolean;
    json?: boolean;
    apply?: string;
    keep?: boolean;
  };
  const cluster = embeddedCluster(options, detach === true);
  if (await cluster.attach())
    throw new LabError(
      'busy',
      `cluster \`${cluster.name}\` is running already (pid ${cluster.record?.pid})`,
      {
        hint: 'end it with kafka-lab down, or choose another with --name',
      },
    );
  const stop = new AbortController();
  const ended = untilSignal().then((signal) => {
    stop.abort();
    return exitCodeOf[signal];
  });
  try {
    await (keep === true ? cluster.resume(toNowhere, stop.signal) : cluster.reset(toNowhere, stop.signal));
    if (apply !== undefined) await applyManifest(cluster, resolve(apply), options, stop.signal);
    if (cluster.record) print(describeCluster(cluster.record, json === true));
    if (detach === true) return exitCodes.passed;
    if (process.stderr.isTTY) complain(trusted('Serving until Ctrl-C.\n'));
    const gone = new Promise<number>((done) => {
      cluster.onState((state) => {
        if (state === 'gone') done(exitCodes.failed);
      });
    });
    return await Promise.race([ended, gone]);
  } catch (error) {
    if (detach === true && cluster.record)
      await (keep === true ? stopProcess(cluster.record.pid) : cluster.down(toNowhere));
    if (stop.signal.aborted) return ended;
    throw error;
  } finally {
    await cluster.close();
  }
}

/** Applies the manifest and waits until its workloads are ready and its brokers, if any, are in ZooKeeper. */
async function applyManifest(
  cluster: EmbeddedCluster,
  file: string,
  options: Options,
  signal: AbortSignal,
): Promise<void> {
  let complaint = '';
  const code = await runKubectl(['apply', '-f', file], {
    kubeconfig: cluster.kubeconfig,
    context: cluster.context,
    namespace: cluster.namespace,
    directory: process.cwd(),
    output: (stream, text) => {
      if (stream === 'stderr') complaint += text;
    },
    signal,
  });
  if (code !== 0)
    throw new LabError(
      'manifest',
      `\`${file}\` cannot be applied: ${complaint.trim().replaceAll('\n', '; ')}`,
      {
        hint: 'mend the manifest and run it again',
      },
    );
  const observer = observeCluster(cluster, readLabFiles({ ...options, labDir: undefined }).facts);
  const deadline = Date.now() + applyWithinMs;
  try {
    for (;;) {
      const workloads = await observer.look('workloads', signal);
      const isReady = workloads.every(({ ready, replicas }) => ready === replicas);
      const kafka = workloads.find(({ name }) => kafkaLab.facts.brokerPod.startsWith(`${name}-`));
      const registered = !isReady || !kafka ? 0 : (await observer.look('brokers', signal)).length;
      if (isReady && registered >= (kafka?.replicas ?? 0)) return;
      if (Date.now() > deadline)
        throw new LabError(
          'cluster',
          `the pods of \`${file}\` are not ready after ${applyWithinMs / 1_000} s`,
          {
            hint: 'look at kafka-lab kubectl get pods',
          },
        );
      await delay(25, undefined, { signal });
    }
  } finally {
    await observer.close();
  }
}
