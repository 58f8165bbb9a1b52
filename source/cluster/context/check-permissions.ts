import { valueAt } from '../../json/json-value.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiStatusError } from '../api/api-errors.ts';

interface Right {
  readonly verb: string;
  readonly group?: string;
  readonly resource: string;
  /** What the lab does without this permission; undefined if it cannot do without. */
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
    without: 'the lab queries the brokers with the tools in their pods, every ten seconds',
  },
  {
    verb: 'get',
    resource: 'pods/proxy',
    without: 'the lab counts messages from log lines and committed offsets',
  },
];

/**
 * Asks the API server what these credentials may do in the namespace (SelfSubjectAccessReview, which every user may create).
 * @returns the missing permissions that the lab requires, and how it works around the others
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
    return {
      problems: [],
      unknown: ['the permissions of these credentials in the namespace could not be checked'],
    };
  }
  const denied = needed.filter((_, at) => !answers[at]);
  const missing = denied.filter(({ without }) => without === undefined);
  return {
    problems:
      missing.length === 0
        ? []
        : [
            `these credentials cannot ${missing.map(({ verb, resource }) => `${verb} ${resource}`).join(', ')} in namespace \`${namespace}\``,
          ],
    unknown: denied.flatMap(({ verb, resource, without }) =>
      without === undefined ? [] : [`these credentials cannot ${verb} ${resource}, so ${without}`],
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
