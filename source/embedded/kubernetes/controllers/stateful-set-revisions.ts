import type { KubeObject } from '../store-api.ts';
import type { ControllerContext } from './controller.ts';
import { requestDeletion } from './deletion.ts';
import { claimDependents, ownerReference } from './owners.ts';
import { canonicalJson, templateHash } from './template-hash.ts';

/** The template that pods have, and the one that they shall have; the same when nothing is being rolled out. */
export interface SetRevisions {
  readonly current: KubeObject;
  readonly update: KubeObject;
}

/** The ControllerRevisions of a StatefulSet; the one of its present template is made, or moved to the front, if need be. */
export function syncRevisions(context: ControllerContext, set: KubeObject): SetRevisions {
  const revisions = claimDependents(context.store, set, 'controllerrevisions', set.spec.selector);
  revisions.sort((left, right) => left.revision - right.revision);
  const newest: number = revisions.at(-1)?.revision ?? 0;
  const data = dataOf(set);
  const wanted = canonicalJson(data);
  const same = revisions.findLast((revision) => canonicalJson(revision.data) === wanted);

  let update: KubeObject;
  if (!same) update = createRevision(context, set, data, newest + 1);
  else if (same.revision === newest) update = same;
  else update = renumber(context, same, newest + 1);

  const current = revisions.find((revision) => revision.metadata.name === set.status?.currentRevision);
  return { current: current?.metadata.uid === update.metadata.uid ? update : (current ?? update), update };
}

export function templateOf(revision: KubeObject): KubeObject['spec'] {
  const { $patch: _patch, ...template } = revision.data.spec.template;
  return template;
}

/** Deletes the oldest revisions beyond `revisionHistoryLimit` that no pod has. */
export function trimRevisions(context: ControllerContext, set: KubeObject, inUse: ReadonlySet<string>): void {
  const revisions = claimDependents(context.store, set, 'controllerrevisions', set.spec.selector)
    .filter((revision) => !inUse.has(revision.metadata.name))
    .sort((left, right) => left.revision - right.revision);
  const limit: number = set.spec.revisionHistoryLimit ?? 10;
  for (const revision of revisions.slice(0, Math.max(0, revisions.length - limit)))
    requestDeletion(context.store, context.clock, 'controllerrevisions', revision);
}

function dataOf(set: KubeObject): { spec: { template: unknown } } {
  return { spec: { template: { ...structuredClone(set.spec.template), $patch: 'replace' } } };
}

function createRevision(
  context: ControllerContext,
  set: KubeObject,
  data: unknown,
  revision: number,
): KubeObject {
  const { namespace, name } = set.metadata;
  for (let collisions = 0; ; collisions++) {
    const hash = templateHash(data, collisions);
    const revisionName = `${name}-${hash}`;
    if (context.store.get('controllerrevisions', namespace, revisionName)) continue;
    return context.store.create('controllerrevisions', {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name: revisionName,
        ...(namespace === undefined ? {} : { namespace }),
        labels: { ...set.spec.selector?.matchLabels, 'controller.kubernetes.io/hash': hash },
        ownerReferences: [ownerReference(set)],
      },
      data,
      revision,
    });
  }
}

function renumber(context: ControllerContext, revision: KubeObject, number: number): KubeObject {
  const { namespace, name, uid } = revision.metadata;
  const change = (object: KubeObject): void => {
    object.revision = number;
  };
  return context.store.update('controllerrevisions', namespace, name, change, { uid });
}
