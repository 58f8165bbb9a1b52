import { selfSubjectReview } from '../../../kubernetes-types/authentication/self-subject-review.ts';
import {
  selfSubjectAccessReview,
  selfSubjectRulesReview,
} from '../../../kubernetes-types/authorization/self-subject-reviews.ts';
import { horizontalPodAutoscalerV1 } from '../../../kubernetes-types/autoscaling/horizontal-pod-autoscaler.ts';
import { scale } from '../../../kubernetes-types/autoscaling/scale.ts';
import { eventsEvent } from '../../../kubernetes-types/events/event.ts';
import { isKindName, kinds } from '../../../kubernetes-types/kinds.ts';
import { deleteOptions } from '../../../kubernetes-types/meta/delete-options.ts';
import { eviction } from '../../../kubernetes-types/policy/eviction.ts';
import type { ObjectType } from '../../../kubernetes-types/schema/field-types.ts';
import { groupVersion, type Resource, resources } from '../objects/resources.ts';

/** Kinds that are sent but never stored, or not in this form. */
const passing: readonly (readonly [apiVersionAndKind: string, ObjectType])[] = [
  ['events.k8s.io/v1/Event', eventsEvent],
  ['autoscaling/v1/HorizontalPodAutoscaler', horizontalPodAutoscalerV1],
  ['autoscaling/v1/Scale', scale],
  ['policy/v1/Eviction', eviction],
  ['authorization.k8s.io/v1/SelfSubjectAccessReview', selfSubjectAccessReview],
  ['authorization.k8s.io/v1/SelfSubjectRulesReview', selfSubjectRulesReview],
  ['authentication.k8s.io/v1/SelfSubjectReview', selfSubjectReview],
];

const byKind: ReadonlyMap<string, ObjectType> = new Map<string, ObjectType>([
  ...resources.flatMap((resource): [string, ObjectType][] =>
    isKindName(resource.plural) ? [[kindOf(resource), kinds[resource.plural]]] : [],
  ),
  ...passing,
]);

/** The schema of a resource's objects. */
export function typeOf(resource: Pick<Resource, 'group' | 'version' | 'kind'>): ObjectType {
  const type = byKind.get(kindOf(resource));
  if (!type) throw new RangeError(`no schema for \`${kindOf(resource)}\``);
  return type;
}

/** The schema of a body by its apiVersion and kind; undefined for a kind that is not served. */
export function typeNamed(apiVersion: string, kind: string): ObjectType | undefined {
  // kubectl sends the same options to every group.
  return kind === 'DeleteOptions' ? deleteOptions : byKind.get(`${apiVersion}/${kind}`);
}

/** `apps/v1/Deployment` */
function kindOf(resource: Pick<Resource, 'group' | 'version' | 'kind'>): string {
  return `${groupVersion(resource)}/${resource.kind}`;
}
