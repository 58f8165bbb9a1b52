import { accessSync, constants } from 'node:fs';
import { basename, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectApiClient } from '../../cluster/api/api-client.ts';
import type { EmbeddedCluster } from '../../cluster/embedded/embedded-cluster.ts';
import { runKubectl } from '../../cluster/kubectl/run-kubectl.ts';
import { describeError, exitCodes, LabError } from '../../errors/lab-error.ts';
import { kafkaFacts } from '../../lab/model/facts.ts';
import { describeHiddenMounts } from '../../manifests/hidden-mounts.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import { askToReplace, claimCluster } from '../clusters/claim-cluster.ts';
import { describeCluster } from '../clusters/describe-cluster.ts';
import { embeddedCluster, requireEmbedded } from '../clusters/embedded-cluster.ts';
import { observeCluster } from '../clusters/observe-cluster.ts';
import type { Options } from '../command-line/options.ts';
import { readLabFiles } from '../lab-files/read-lab-files.ts';
import { readLabText } from '../lab-files/read-lab-text.ts';
import { complain, discardOutput, errorsToTerminal, print } from '../output/streams.ts';
import { exitCodeOf, untilSignal } from '../process/ending-signal.ts';
import { listed, lookAtBarePods, unready } from './unready.ts';

const applyWithinMs = 120_000;

/**
 * `kafka-lab up`: serves a fresh cluster, or with --keep the last one of this name with its data, until Ctrl-C, or in the
 * background with --detach, and prints how to reach it. Exit code 4: the cluster is up, but some of its kept data was damaged.
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
  const claims = claimCluster(cluster, () => ownFiles(options).facts, options);
  cluster.onNotice((text) => errorsToTerminal('stderr', safe`${text}\n`));
  const stop = new AbortController();
  const ended = untilSignal().then((signal) => {
    stop.abort();
    return exitCodeOf[signal];
  });
  try {
    if (apply !== undefined) requireManifest(resolve(apply));
    await askToReplace(claims, stop.signal);
    const replaced = await claims.replaceable(stop.signal);
    const damages = keep === true ? await cluster.resume(errorsToTerminal, stop.signal, replaced) : [];
    if (keep !== true) await cluster.reset(discardOutput, stop.signal, replaced);
    const passed = damages.length > 0 ? exitCodes.damaged : exitCodes.passed;
    if (apply !== undefined) await applyManifest(cluster, resolve(apply), options, stop.signal);
    if (cluster.record) print(describeCluster(cluster.record, json === true));
    if (detach === true) return passed;
    if (process.stderr.isTTY) complain(trusted('Serving until Ctrl-C.\n'));
    const gone = new Promise<number>((done) => {
      cluster.onState((state) => {
        if (state === 'gone') done(exitCodes.failed);
      });
    });
    const code = await Promise.race([ended, gone]);
    return passed === exitCodes.damaged ? passed : code;
  } catch (error) {
    if (detach === true) await cluster.undo(keep === true);
    if (stop.signal.aborted) return ended;
    throw error;
  } finally {
    await cluster.close();
  }
}

/** What kubectl has applied without a word and does not keep its data. */
function hiddenMountsOf(file: string): string[] {
  try {
    return describeHiddenMounts(basename(file), readLabText(file));
  } catch (error) {
    // kubectl takes more than the lab reads, such as a directory.
    if (error instanceof LabError) return [];
    throw error;
  }
}

/** Before a cluster is replaced for it. */
function requireManifest(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new LabError('manifest', `\`${file}\` cannot be read: ${describeError(error)}`, {
      hint: 'nothing was started; check the path',
      cause: error,
    });
  }
}

const ownFiles = (options: Options) => readLabFiles({ ...options, labDir: undefined });

/** Applies the manifest and waits until its workloads and bare pods are ready and its brokers, if any, are in ZooKeeper. */
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
        hint: 'fix the manifest and run it again',
      },
    );
  for (const hidden of hiddenMountsOf(file)) errorsToTerminal('stderr', safe`warning: ${hidden}\n`);
  const observer = observeCluster(cluster, ownFiles(options).facts);
  const api = await connectApiClient(cluster);
  const deadline = Date.now() + applyWithinMs;
  try {
    for (;;) {
      const workloads = await observer.look('workloads', signal);
      const waiting = unready(workloads, await lookAtBarePods(api, signal));
      const kafka = workloads.find(({ name }) => kafkaFacts.brokerPod.startsWith(`${name}-`));
      if (waiting.length === 0 && kafka) {
        const registered = (await observer.look('brokers', signal)).length;
        if (registered < kafka.replicas)
          waiting.push(`${registered} of ${kafka.replicas} brokers are in ZooKeeper`);
      }
      if (waiting.length === 0) return;
      if (Date.now() > deadline)
        throw new LabError(
          'cluster',
          `\`${file}\` is not ready after ${applyWithinMs / 1_000} s: ${listed(waiting)}`,
          { hint: 'look at `kafka-lab kubectl get pods`' },
        );
      await delay(25, undefined, { signal });
    }
  } finally {
    api.close();
    await observer.close();
  }
}
