import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, startFixture } from './fixture.ts';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(() => fixture.close());

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const metadata = { name: 'kafka' };

describe('an Ingress', () => {
  const path = '/apis/networking.k8s.io/v1/namespaces/default/ingresses';
  const ingress = (spec: object) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec,
  });
  const backend = { service: { name: 'ui', port: { number: 80 } } };

  it('is stored, without any effect', async () => {
    const rules = [{ host: 'ui.local', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }];
    expect((await fixture.call(path, { body: ingress({ rules }) })).status).toBe(201);
    const { body } = await fixture.call(`${path}/kafka`);
    expect(body).toMatchObject({ spec: { rules }, status: { loadBalancer: {} } });
  });

  it('requires a path type, and a backend with a port', async () => {
    const paths = [{ path: 'ui', pathType: 'Exact', backend: { service: { name: 'ui' } } }, { backend }];
    const { status, body } = await fixture.call(path, { body: ingress({ rules: [{ http: { paths } }] }) });
    expect(status).toBe(422);
    expect(body.message).toContain('paths[0].path: Invalid value: "ui": must be an absolute path');
    expect(body.message).toContain('paths[0].backend: Required value: port name or number is required');
    expect(body.message).toContain('paths[1].pathType: Required value: pathType must be specified');
  });
});

describe('a HorizontalPodAutoscaler', () => {
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'kafka' };
  const path = (version: string) =>
    `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers`;

  it('is the same object in v1 and v2', async () => {
    const spec = { scaleTargetRef: target, maxReplicas: 4, targetCPUUtilizationPercentage: 50 };
    const body = { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata, spec };
    const created = await fixture.call(path('v1'), { body });
    expect(created.body.spec).toEqual({ ...spec, minReplicas: 1 });
    const { body: stored } = await fixture.call(`${path('v2')}/kafka`);
    expect(stored).toMatchObject({
      apiVersion: 'autoscaling/v2',
      spec: {
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
          },
        ],
      },
    });
  });

  it('is refused if minReplicas is greater than maxReplicas', async () => {
    const spec = { scaleTargetRef: target, minReplicas: 5, maxReplicas: 4 };
    const body = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec };
    const answer = await fixture.call(path('v2'), { body });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain('must be greater than or equal to `minReplicas`');
  });

  it('lists its preferred version first in discovery', async () => {
    const { body } = await fixture.call('/apis/autoscaling');
    expect(body.versions).toMatchObject([{ version: 'v2' }, { version: 'v1' }]);
    expect(body.preferredVersion).toMatchObject({ version: 'v2' });
  });
});

describe('roles and bindings', () => {
  const roles = `${rbac}/namespaces/default/roles`;
  const bindings = `${rbac}/namespaces/default/rolebindings`;
  const apiVersion = 'rbac.authorization.k8s.io/v1';

  it('are stored, with colons in their names', async () => {
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
    const role = { apiVersion, kind: 'Role', metadata: { name: 'lab:reader' }, rules };
    expect((await fixture.call(roles, { body: role })).status).toBe(201);
    const binding = {
      apiVersion,
      kind: 'RoleBinding',
      metadata,
      roleRef: { kind: 'Role', name: 'lab:reader' },
      subjects: [
        { kind: 'ServiceAccount', name: 'default' },
        { kind: 'User', name: 'ada' },
      ],
    };
    const { body } = await fixture.call(bindings, { body: binding });
    const apiGroup = 'rbac.authorization.k8s.io';
    expect(body).toMatchObject({ roleRef: { apiGroup }, subjects: [{ name: 'default' }, { apiGroup }] });
  });

  it('are refused as kube-apiserver refuses them', async () => {
    const role = { apiVersion, kind: 'Role', metadata, rules: [{ resources: ['pods'], verbs: [] }] };
    const { body } = await fixture.call(roles, { body: role });
    expect(body.message).toContain('rules[0].verbs: Required value: verbs must contain at least one value');
    expect(body.message).toContain('rules[0].apiGroups: Required value');
    const binding = {
      apiVersion,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { kind: 'Role', name: 'x' },
    };
    const refused = await fixture.call(`${rbac}/clusterrolebindings`, { body: binding });
    expect(refused.body.message).toContain(
      'roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"',
    );
  });
});

describe('a Job', () => {
  const path = '/apis/batch/v1/namespaces/default/jobs';
  const job = (spec: object, pod: object = { restartPolicy: 'Never' }) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: { template: { spec: { containers: [{ name: 'app', image: 'app:v1' }], ...pod } }, ...spec },
  });

  it('has the defaults of Kubernetes', async () => {
    const { body } = await fixture.call(path, { body: job({}) });
    expect(body).toMatchObject({
      metadata: { generation: 1, labels: { 'job-name': 'kafka' } },
      spec: {
        backoffLimit: 6,
        completionMode: 'NonIndexed',
        completions: 1,
        manualSelector: false,
        parallelism: 1,
        podReplacementPolicy: 'TerminatingOrFailed',
        suspend: false,
      },
    });
  });

  it('requires a restart policy that lets a pod end', async () => {
    const { body } = await fixture.call(path, { body: job({}, {}) });
    expect(body.message).toContain(
      'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    );
  });

  it('is refused with a reason if it uses a feature that is not supported', async () => {
    const { status, body } = await fixture.call(path, { body: job({ completionMode: 'Indexed' }) });
    expect(status).toBe(422);
    expect(body.message).toContain('indexed jobs are not served by this cluster');
  });

  it('has an immutable template', async () => {
    await fixture.call(path, { body: job({}) });
    const patch = { spec: { template: { metadata: { labels: { other: 'yes' } } } } };
    const { status, body } = await fixture.call(`${path}/kafka`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: patch,
    });
    expect(status).toBe(422);
    expect(body.message).toContain('field is immutable');
  });
});

it("refuses a CronJob with an invalid schedule, with the parser's message", async () => {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'app:v1' }] } };
  const spec = { schedule: '61 * * * *', jobTemplate: { spec: { template } } };
  const { body } = await fixture.call('/apis/batch/v1/namespaces/default/cronjobs', {
    body: { apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec },
  });
  expect(body.message).toContain('end of range (61) above maximum (59): 61');
});
