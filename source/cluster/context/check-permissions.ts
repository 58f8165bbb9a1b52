import { valueAt } from '../../json/json-value.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiStatusError } from '../api/api-errors.ts';

interface Right {
  readonly verb: string;
  readonly group?: string;
  readonly resource: string;
  /** What goes on without it, and how; left out where the lab cannot be done without it. */
  readonly without?: string;
}

/** What the lab does in its namespace. */
const needed: readonly Right[] = [
  ...['create', 'delete', 'patch'].flatMap((verb): Right[] => [
    { verb, group: 'apps', resource: 'statefulsets' },
    { verb, group: 'apps', resource: 'deployments' },
  ]),
  { verb: 'create', resource: 'services' },
  { verb: 'create', resource: 'configmaps' },
  { verb: 'list', resource: 'pods' },
  { verb: 'watch', resource: 'pods' },
  { verb: 'get', resource: 'pods/log' },
  { verb: 'create', resource: 'pods/exec' },
  {
    verb: 'create',
    resource: 'pods/portforward',
    without: 'what the brokers hold is asked with the tools in their pods, every ten seconds',
  },
  {
    verb: 'get',
    resource: 'pods/proxy',
    without: 'what a client received is known by its log lines and by what its group commits',
  },
];

/**
 * Asks the API server what these credentials may do in the namespace (SelfSubjectAccessReview, which everybody may make).
 * @returns what the lab cannot be done without, and what it does otherwise
 */
export async function checkPermissions(
  api: ApiClient,
  namespace: string,
  signal: AbortSignal,
): Promise<{ readonly problems: string[]; readonly unknown: string[] }> {
  const answers: boolean[] = [];
  try {
    for (const right of needed) answers.push(await isAllowed(api, namespace, right, signal));
  } catch (error) {
    if (!(error instanceof ApiStatusError)) throw error;
    return { problems: [], unknown: ['what these credentials may do in the namespace could not be asked'] };
  }
  const denied = needed.filter((_, at) => !answers[at]);
  const missing = denied.filter(({ without }) => without === undefined);
  return {
    problems:
      missing.length === 0
        ? []
        : [
            `these credentials may not ${missing.map(({ verb, resource }) => `${verb} ${resource}`).join(', ')} in namespace \`${namespace}\``,
          ],
    unknown: denied.flatMap(({ verb, resource, without }) =>
      without === undefined ? [] : [`these credentials may not ${verb} ${resource}: ${without}`],
    ),
  };
}

async function isAllowed(
  api: ApiClient,
  namespace: string,
  { verb, group = '', resource: path }: Right,
  signal: AbortSignal,
): Promise<boolean> {
  const [resource, subresource = ''] = path.split('/');
  const answer = await api.json({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { namespace, verb, group, resource, subresource } },
    },
    signal,
  });
  return valueAt(answer, 'status', 'allowed') === true;
}
