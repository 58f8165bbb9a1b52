import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { groupVersion } from '../objects/resources.ts';
import { methodNotAllowed } from '../objects/status-error.ts';
import { isRecord } from '../objects/values.ts';
import { requireObject } from './body.ts';
import type { ApiContext, ApiRequest } from './context.ts';
import { sendObject } from './respond-object.ts';
import { requestBody } from './write.ts';

const everything = ['*'];

/** Answers each review. There is one user, who may do everything: the cluster belongs to the session. */
const findings: Readonly<Record<string, object>> = {
  selfsubjectaccessreviews: {
    allowed: true,
    reason: "the session's token may do everything on its own cluster",
  },
  selfsubjectrulesreviews: {
    resourceRules: [{ verbs: everything, apiGroups: everything, resources: everything }],
    nonResourceRules: [{ verbs: everything, nonResourceURLs: everything }],
    incomplete: false,
  },
  selfsubjectreviews: {
    userInfo: { username: 'kubernetes-admin', groups: ['kubeadm:cluster-admins', 'system:authenticated'] },
  },
};

/** Whether this resource is a review: answered at once and not stored. */
export function isReview(plural: string): boolean {
  return Object.hasOwn(findings, plural);
}

/**
 * POST of a SelfSubjectAccessReview, SelfSubjectRulesReview or SelfSubjectReview: the question comes back with its answer as `status`.
 * Reference: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 * Differs from Kubernetes: there is one user and no RBAC; everything is allowed.
 */
export async function answerReview(context: ApiContext, api: ApiRequest): Promise<void> {
  if (api.request.method !== 'POST') throw methodNotAllowed();
  const body = requireObject(await requestBody(context, api));
  const { resource } = api.target;
  const review = {
    kind: resource.kind,
    apiVersion: groupVersion(resource),
    metadata: { creationTimestamp: null },
    ...(isRecord(body.spec) ? { spec: body.spec } : {}),
    status: findings[resource.plural],
  };
  // A review is not stored: it has no name, uid or version.
  await sendObject(context, api, 201, review as unknown as KubeObject);
}
