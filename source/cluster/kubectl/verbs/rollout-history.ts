import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { revisionAnnotation } from '../../../kubernetes-values/well-known-names.ts';
import { type ResourceType, typeName } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { resourcePath } from '../../api/paths.ts';
import { requestKinds } from '../../api/read-objects.ts';
import { selectorFlags } from '../arguments/global-flags.ts';
import { lookUpType } from '../arguments/resource-arguments.ts';
import { KubectlError, throwAll } from '../errors/kubectl-error.ts';
import { findObjects } from '../objects/find-objects.ts';
import type { Verb, VerbContext } from '../verb/verb.ts';

const selector = selectorFlags.filter(({ name }) => name === 'selector');

interface Revision {
  readonly number: number;
  readonly cause: string;
  /** What going back to it changes, and how that is sent. */
  readonly patch: { readonly contentType: string; readonly body: unknown };
}

export const rolloutHistory: Verb = {
  name: 'rollout history',
  flags: selector,
  leftOut: ['filename', 'kustomize', 'output', 'recursive', 'revision'],
  async run(context, { flags, args }) {
    const { found, errors } = await findObjects(context, args, flags, { allowAll: true });
    for (const { type, object } of found) {
      const revisions = await revisionsOf(context, type, object);
      if (revisions.length === 0) {
        context.print(`${typeName(type)}/${object.metadata.name} \nNo rollout history found.`);
        continue;
      }
      const lines = revisions.map(({ number, cause }) => `${String(number).padEnd(10)}${cause}\n`).join('');
      context.print(`${typeName(type)}/${object.metadata.name} \nREVISION  CHANGE-CAUSE\n${lines}`);
    }
    throwAll(errors);
    return 0;
  },
};

export const rolloutUndo: Verb = {
  name: 'rollout undo',
  flags: [...selector, { name: 'to-revision', type: 'integer', initial: '0' }],
  leftOut: ['dry-run', 'filename', 'kustomize', 'output', 'recursive'],
  async run(context, { flags, args }) {
    const { found, errors } = await findObjects(context, args, flags, { allowAll: true });
    for (const { type, object } of found) {
      try {
        const wanted = flags.integer('to-revision');
        const revisions = await revisionsOf(context, type, object);
        const { name, namespace } = object.metadata;
        const target = wanted === 0 ? revisions.at(-2) : revisions.find(({ number }) => number === wanted);
        if (target === undefined) {
          const nothing =
            type.kind === 'Deployment'
              ? `no rollout history found for deployment ${JSON.stringify(name)}`
              : 'no last revision to roll back to';
          throw new KubectlError(
            `error: ${wanted === 0 ? nothing : `unable to find specified revision ${wanted} in history`}`,
          );
        }
        await context.api.json({
          method: 'PATCH',
          path: resourcePath(type, namespace, name),
          query: { fieldManager: 'kubectl-rollout' },
          ...target.patch,
          body: JSON.stringify(target.patch.body),
          signal: context.signal,
        });
        context.print(`${typeName(type)}/${name} rolled back`);
      } catch (error) {
        if (context.signal.aborted) throw error;
        errors.push(error);
      }
    }
    throwAll(errors);
    return 0;
  },
};

/** The templates that a workload had, oldest first: its ReplicaSets, or its ControllerRevisions. */
async function revisionsOf(
  context: VerbContext,
  type: ResourceType,
  object: KubeObject,
): Promise<Revision[]> {
  const history = await ownedRevisions(context, type, object);
  return history.sort((a, b) => a.number - b.number);
}

async function ownedRevisions(
  context: VerbContext,
  type: ResourceType,
  { metadata: { uid, namespace } }: KubeObject,
): Promise<Revision[]> {
  const list = async <K extends 'replicasets' | 'controllerrevisions'>(kind: K): Promise<Stored<K>[]> => {
    const path = resourcePath(lookUpType(await context.types(), `${kind}.apps`), namespace);
    const all = await requestKinds(context.api, kind, { path, signal: context.signal });
    return all.filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid));
  };
  if (type.kind === 'Deployment') return (await list('replicasets')).map(deploymentRevision);
  if (type.kind === 'StatefulSet') return (await list('controllerrevisions')).map(statefulSetRevision);
  throw new KubectlError(
    `error: error retrieving history for ${JSON.stringify(type.kind)}, no visitor method exists for {${type.group} ${type.kind}}`,
  );
}

const causeOf = ({ metadata }: Stored<'replicasets' | 'controllerrevisions'>): string =>
  metadata.annotations?.['kubernetes.io/change-cause'] ?? '<none>';

function deploymentRevision(replicaSet: Stored<'replicasets'>): Revision {
  const template = structuredClone(replicaSet.spec.template);
  delete template.metadata?.labels?.['pod-template-hash'];
  return {
    number: Number(replicaSet.metadata.annotations?.[revisionAnnotation] ?? 0),
    cause: causeOf(replicaSet),
    patch: {
      contentType: 'application/json-patch+json',
      body: [{ op: 'replace', path: '/spec/template', value: template }],
    },
  };
}

function statefulSetRevision(revision: Stored<'controllerrevisions'>): Revision {
  return {
    number: revision.revision,
    cause: causeOf(revision),
    patch: { contentType: 'application/strategic-merge-patch+json', body: revision.data },
  };
}
