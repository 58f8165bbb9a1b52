import type { PodTemplateSpec } from '../../../kubernetes-types/core/pod.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { isRecord } from '../objects/values.ts';
import type { ControllerContext } from './controller.ts';
import { requestDeletion } from './deletion.ts';
import { claimDependents, ownerReference } from './owners.ts';
import { rememberedDigest, templateHash } from './template-hash.ts';

/** A set whose templates are kept as ControllerRevisions. */
type Revised = Stored<'statefulsets'> | Stored<'daemonsets'>;

/** All ControllerRevisions of a set, and the one of its current template, which is created or moved to the front. */
export function syncTemplateRevision(
  context: ControllerContext,
  set: Revised,
): {
  readonly revisions: readonly Stored<'controllerrevisions'>[];
  readonly update: Stored<'controllerrevisions'>;
} {
  const revisions = claimDependents(context.store, set, 'controllerrevisions', set.spec.selector);
  revisions.sort((left, right) => left.revision - right.revision);
  const newest: number = revisions.at(-1)?.revision ?? 0;
  const wanted = digestOfTemplate(set.spec.template);
  const same = revisions.findLast(({ data }) => isRecord(data) && digestOfData(data) === wanted);
  if (!same)
    return { revisions, update: createRevision(context, set, dataOf(set.spec.template), newest + 1) };
  return { revisions, update: same.revision === newest ? same : renumber(context, same, newest + 1) };
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
export function trimRevisions(context: ControllerContext, set: Revised, inUse: ReadonlySet<string>): void {
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
  set: Revised,
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
