import { valueAt } from '../../../json/json-value.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { decodeKind } from '../../api/decode-kind.ts';
import { typeName } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { resourcePath } from '../../api/paths.ts';
import { selectorFlags } from '../arguments/global-flags.ts';
import { KubectlError, throwAll } from '../errors/kubectl-error.ts';
import { findObjects } from '../objects/find-objects.ts';
import { TimedOut, untilObject } from '../objects/wait-for-object.ts';
import type { Verb } from '../verb/verb.ts';

const selector = selectorFlags.filter(({ name }) => name === 'selector');

export const rolloutRestart: Verb = {
  name: 'rollout restart',
  flags: selector,
  leftOut: ['filename', 'field-manager', 'kustomize', 'output', 'recursive'],
  async run(context, { flags, args }) {
    const { found, errors } = await findObjects(context, args, flags, { allowAll: true });
    const restartedAt = localTime(new Date());
    for (const { type, object } of found) {
      try {
        if (valueAt(object, 'spec', 'template') === undefined) {
          throw new KubectlError(
            `error: ${type.plural} ${JSON.stringify(object.metadata.name)} restarting is not supported`,
          );
        }
        const annotations = { 'kubectl.kubernetes.io/restartedAt': restartedAt };
        await context.api.json({
          method: 'PATCH',
          path: resourcePath(type, object.metadata.namespace, object.metadata.name),
          query: { fieldManager: 'kubectl-rollout' },
          contentType: 'application/strategic-merge-patch+json',
          body: { spec: { template: { metadata: { annotations } } } },
          signal: context.signal,
        });
        context.print(`${typeName(type)}/${object.metadata.name} restarted`);
      } catch (error) {
        if (context.signal.aborted) throw error;
        errors.push(error);
      }
    }
    throwAll(errors);
    return 0;
  },
};

export const rolloutStatus: Verb = {
  name: 'rollout status',
  flags: [
    ...selector,
    { name: 'watch', short: 'w', type: 'switch', initial: 'true' },
    { name: 'timeout', type: 'duration', initial: '0' },
  ],
  leftOut: ['filename', 'kustomize', 'recursive', 'revision'],
  async run(context, { flags, args }) {
    const { found, errors } = await findObjects(context, args, flags, { allowAll: true });
    throwAll(errors);
    const timeout = flags.duration('timeout');
    for (const { type, object } of found) {
      const { name, namespace } = object.metadata;
      try {
        await untilObject(context, { type, namespace, name }, timeout > 0 ? timeout : undefined, (seen) => {
          if (seen === undefined) throw new KubectlError('error: object has been deleted');
          const { text, done } = statusOf(seen);
          context.print(text);
          return done || !flags.on('watch');
        });
      } catch (error) {
        if (error instanceof TimedOut) throw new KubectlError('error: timed out waiting for the condition');
        throw error;
      }
    }
    return 0;
  },
};

export interface RolloutStatus {
  readonly text: string;
  readonly done: boolean;
}

/** The current `rollout status` of a workload. */
export function statusOf(object: KubeObject): RolloutStatus {
  if (object.kind === 'Deployment') return deploymentStatus(decodeKind('deployments', object));
  if (object.kind === 'DaemonSet') return daemonSetStatus(decodeKind('daemonsets', object));
  if (object.kind === 'StatefulSet') return statefulSetStatus(decodeKind('statefulsets', object));
  throw new KubectlError(`error: no status viewer has been implemented for ${object.kind}`);
}

function deploymentStatus({ metadata, spec, status = {} }: Stored<'deployments'>): RolloutStatus {
  const name = JSON.stringify(metadata.name);
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) {
    return { text: 'Waiting for deployment spec update to be observed...', done: false };
  }
  const progressing = (status.conditions ?? []).find(({ type }) => type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    throw new KubectlError(`error: deployment ${name} exceeded its progress deadline`);
  }
  const waiting = `Waiting for deployment ${name} rollout to finish:`;
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  const wanted = spec.replicas ?? 1;
  if (updatedReplicas < wanted) {
    return {
      text: `${waiting} ${updatedReplicas} out of ${wanted} new replicas have been updated...`,
      done: false,
    };
  }
  if (replicas > updatedReplicas) {
    return {
      text: `${waiting} ${replicas - updatedReplicas} old replicas are pending termination...`,
      done: false,
    };
  }
  if (availableReplicas < updatedReplicas) {
    return {
      text: `${waiting} ${availableReplicas} of ${updatedReplicas} updated replicas are available...`,
      done: false,
    };
  }
  return { text: `deployment ${name} successfully rolled out`, done: true };
}

function daemonSetStatus({ metadata, spec, status }: Stored<'daemonsets'>): RolloutStatus {
  if (spec.updateStrategy?.type !== 'RollingUpdate')
    throw new KubectlError('error: rollout status is only available for RollingUpdate strategy type');
  const name = JSON.stringify(metadata.name);
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0))
    return { text: 'Waiting for daemon set spec update to be observed...', done: false };
  const { desiredNumberScheduled = 0, updatedNumberScheduled = 0, numberAvailable = 0 } = status ?? {};
  const waiting = `Waiting for daemon set ${name} rollout to finish:`;
  if (updatedNumberScheduled < desiredNumberScheduled) {
    const text = `${waiting} ${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated...`;
    return { text, done: false };
  }
  if (numberAvailable < desiredNumberScheduled) {
    const text = `${waiting} ${numberAvailable} of ${desiredNumberScheduled} updated pods are available...`;
    return { text, done: false };
  }
  return { text: `daemon set ${name} successfully rolled out`, done: true };
}

function statefulSetStatus({ metadata, spec, status }: Stored<'statefulsets'>): RolloutStatus {
  if (spec.updateStrategy?.type !== 'RollingUpdate') {
    throw new KubectlError('error: rollout status is only available for RollingUpdate strategy type');
  }
  if (!status?.observedGeneration || (metadata.generation ?? 0) > status.observedGeneration) {
    return { text: 'Waiting for statefulset spec update to be observed...', done: false };
  }
  const wanted = spec.replicas ?? 1;
  const {
    readyReplicas = 0,
    updatedReplicas = 0,
    currentReplicas = 0,
    updateRevision = '',
    currentRevision = '',
  } = status;
  if (readyReplicas < wanted)
    return { text: `Waiting for ${wanted - readyReplicas} pods to be ready...`, done: false };
  const partition = spec.updateStrategy.rollingUpdate?.partition;
  if (spec.updateStrategy.rollingUpdate) {
    const target = wanted - (partition ?? 0);
    if (partition !== undefined && updatedReplicas < target) {
      const text = `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${target} new pods have been updated...`;
      return { text, done: false };
    }
    return {
      text: `partitioned roll out complete: ${updatedReplicas} new pods have been updated...`,
      done: true,
    };
  }
  if (updateRevision !== currentRevision) {
    const text = `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`;
    return { text, done: false };
  }
  const text = `statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`;
  return { text, done: true };
}

/** RFC 3339 in local time, to the second. */
function localTime(now: Date): string {
  const offset = -now.getTimezoneOffset();
  const shifted = new Date(now.getTime() + offset * 60_000).toISOString().slice(0, 19);
  if (offset === 0) return `${shifted}Z`;
  const two = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');
  return `${shifted}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(Math.abs(offset) % 60)}`;
}
