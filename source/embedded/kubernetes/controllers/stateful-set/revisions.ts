import type { PodTemplateSpec } from '../../../../kubernetes-types/core/pod.ts';
import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { ControllerContext } from '../../machinery/controller.ts';
import { requestDeletion } from '../../machinery/deletion.ts';
import { claimDependents, ownerReference } from '../../machinery/owners.ts';
import { rememberedDigest, templateHash } from '../../machinery/template-hash.ts';
import { isRecord } from '../../objects/values.ts';

/** The current and the updated template; identical when no rollout is in progress. */
export interface SetRevisions {
  readonly current: Stored<'controllerrevisions'>;
  readonly update: Stored<'controllerrevisions'>;
}

/** The ControllerRevisions of a StatefulSet; creates the one of its current template or moves it to the front. */
export function syncRevisions(context: ControllerContext, set: Stored<'statefulsets'>): SetRevisions {
  const revisions = claimDependents(context.store, set, 'controllerrevisions', set.spec.selector);
  revisions.sort((left, right) => left.revision - right.revision);
  const newest: number = revisions.at(-1)?.revision ?? 0;
  const wanted = digestOfTemplate(set.spec.template);
  const same = revisions.findLast(({ data }) => isRecord(data) && digestOfData(data) === wanted);

  let update: Stored<'controllerrevisions'>;
  if (!same) update = createRevision(context, set, dataOf(set.spec.template), newest + 1);
  else if (same.revision === newest) update = same;
  else update = renumber(context, same, newest + 1);

  const current = revisions.find((revision) => revision.metadata.name === set.status?.currentRevision);
  return { current: current?.metadata.uid === update.metadata.uid ? update : (current ?? update), update };
}

export function templateOf(revision: Stored<'controllerrevisions'>): PodTemplateSpec {
  const { data } = revision;
  const kept = isRecord(data) && isRecord(data.spec) ? data.spec.template : undefined;
  if (!isRecord(kept)) throw new Error(`the revision \`${revision.metadata.name}\` has no pod template`);
  const { $patch: _patch, ...template } = kept;
  if (isTemplate(template)) return template;
  throw new Error(`the template of the revision \`${revision.metadata.name}\` has no containers`);
}

/** A ControllerRevision's data is untyped; this one was written from a template that the API had validated. */
function isTemplate(value: Record<string, unknown>): value is Record<string, unknown> & PodTemplateSpec {
  return isRecord(value.spec) && Array.isArray(value.spec.containers);
}

/** Deletes the oldest unused revisions beyond `revisionHistoryLimit`. */
export function trimRevisions(
  context: ControllerContext,
  set: Stored<'statefulsets'>,
  inUse: ReadonlySet<string>,
): void {
  const revisions = claimDependents(context.store, set, 'controllerrevisions', set.spec.selector)
    .filter((revision) => !inUse.has(revision.metadata.name))
    .sort((left, right) => left.revision - right.revision);
  const limit: number = set.spec.revisionHistoryLimit ?? 10;
  for (const revision of revisions.slice(0, Math.max(0, revisions.length - limit)))
    requestDeletion(context.store, context.clock, 'controllerrevisions', revision);
}

function dataOf(template: PodTemplateSpec): { spec: { template: unknown } } {
  return { spec: { template: { ...template, $patch: 'replace' } } };
}

const digestOfTemplate = rememberedDigest(dataOf);
const digestOfData = rememberedDigest((data: Record<string, unknown>) => data);

function createRevision(
  context: ControllerContext,
  set: Stored<'statefulsets'>,
  data: unknown,
  revision: number,
): Stored<'controllerrevisions'> {
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

function renumber(
  context: ControllerContext,
  revision: Stored<'controllerrevisions'>,
  number: number,
): Stored<'controllerrevisions'> {
  const { namespace, name, uid } = revision.metadata;
  const change = (object: Stored<'controllerrevisions'>): void => {
    object.revision = number;
  };
  return context.store.update('controllerrevisions', namespace, name, change, { uid });
}
