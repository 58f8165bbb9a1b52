import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiClient, connectApiClient } from '../../../source/cluster/api/api-client.ts';
import { checkNamespaceLimits } from '../../../source/cluster/context/namespace-limits.ts';
import { objectsOf } from '../../../source/manifests/parse-manifest.ts';
import { type FakeApi, failure, list, sendJson, startFakeApi } from '../fake-api.ts';

const lab = ['kafka.yml', 'clients.yml'].flatMap((name) =>
  objectsOf(name, readFileSync(join('manifests', name), 'utf8')),
);
const reviews = 'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const path = '/api/v1/namespaces/team';
let fake: FakeApi;
let api: ApiClient;
beforeEach(async () => {
  fake = await startFakeApi();
  api = await connectApiClient({ kubeconfig: fake.kubeconfig, context: 'fake' });
  fake.on(path, { metadata: { name: 'team' } });
  fake.on(`${path}/resourcequotas`, list('ResourceQuota', []));
  fake.on(`${path}/limitranges`, list('LimitRange', []));
  allow(() => true);
});
afterEach(async () => {
  api.close();
  await fake.close();
});

/** Answers access reviews by verb and resource, such as `create pods/exec`. */
function allow(may: (right: string) => boolean): void {
  fake.on(reviews, (request, response) => {
    const { verb, resource, subresource } = JSON.parse(request.body).spec.resourceAttributes;
    const allowed = may(`${verb} ${resource}${subresource === '' ? '' : `/${subresource}`}`);
    sendJson(response, 201, { status: { allowed } });
  });
}
const quota = (hard: object, used: object = {}, more: object = {}) =>
  fake.on(
    `${path}/resourcequotas`,
    list('ResourceQuota', [{ metadata: { name: 'small' }, spec: { hard, ...more }, status: { hard, used } }]),
  );
const limits = (...ranges: object[]) =>
  fake.on(
    `${path}/limitranges`,
    list('LimitRange', [{ metadata: { name: 'limits' }, spec: { limits: ranges } }]),
  );
const look = () => checkNamespaceLimits(api, 'team', lab, AbortSignal.timeout(15_000));

describe('a namespace', () => {
  it('without limits accepts the lab', async () => {
    expect(await look()).toEqual({ problems: [], unknown: [] });
  });

  it('whose quota is too small for the lab is reported beforehand', async () => {
    quota(
      { pods: '10', 'requests.memory': '4Gi', services: '2', persistentvolumeclaims: '2' },
      { pods: '7', 'requests.memory': '2Gi' },
    );
    expect((await look()).problems).toEqual([
      'the quota `small` allows pods 10; 7 is used, and the lab needs 6',
      'the quota `small` requires requests.memory in every container; `zookeeper` has none, and no LimitRange sets a default',
      expect.stringMatching(
        /^the quota `small` allows requests\.memory 4Gi; 2Gi is used, and the lab needs \d+Mi$/,
      ),
      'the quota `small` allows persistentvolumeclaims 2; 0 is used, and the lab needs 3',
    ]);
  });

  it('whose quota requires limits accepts the lab with the defaults of a LimitRange', async () => {
    quota({ 'limits.cpu': '20', 'limits.memory': '40Gi' });
    expect((await look()).problems).toHaveLength(2);
    limits({ type: 'Container', default: { cpu: '1', memory: '2Gi' }, defaultRequest: { cpu: '100m' } });
    expect((await look()).problems).toEqual([]);
    quota({ 'limits.cpu': '4' });
    expect((await look()).problems).toEqual([
      'the quota `small` allows limits.cpu 4; 0 is used, and the lab needs 6000m',
    ]);
  });

  it('whose quota applies only to some pods is not judged', async () => {
    quota({ pods: '0' }, {}, { scopes: ['BestEffort'] });
    expect(await look()).toEqual({
      problems: [],
      unknown: [expect.stringContaining('only to a scope of pods')],
    });
  });

  it('whose LimitRange refuses the brokers is reported with the reason', async () => {
    limits(
      { type: 'Container', max: { memory: '512Mi' } },
      { type: 'PersistentVolumeClaim', max: { storage: '1Gi' } },
    );
    const { problems } = await look();
    expect(problems).toEqual([
      'a container of `kafka` exceeds the maximum memory of 512Mi in a LimitRange of the namespace',
      'the claim `kafka-data` of `kafka` exceeds the maximum storage of 1Gi in a LimitRange of the namespace',
    ]);
    limits({ type: 'Container', min: { cpu: '1' } });
    expect((await look()).problems.join()).toContain('requests less cpu than the minimum of 1 in');
  });

  it('that accepts only restricted pods is reported with what the pods lack', async () => {
    const level = (enforce: string) =>
      fake.on(path, {
        metadata: { name: 'team', labels: { 'pod-security.kubernetes.io/enforce': enforce } },
      });
    level('restricted');
    const { problems } = await look();
    expect(problems).toHaveLength(4);
    expect(problems[0]).toMatch(
      /^the namespace accepts only pods of the Pod Security level restricted.*runAsNonRoot is not set/,
    );
    level('baseline');
    expect((await look()).problems).toEqual([]);
  });

  it('in which the credentials lack permissions is reported with the missing ones', async () => {
    allow((right) => !['create statefulsets', 'create pods/portforward', 'get pods/proxy'].includes(right));
    expect(await look()).toEqual({
      problems: ['these credentials cannot create statefulsets in namespace `team`'],
      unknown: [expect.stringContaining('every ten seconds'), expect.stringContaining('from log lines')],
    });
  });

  it('that hides most of its objects is reported as unknown', async () => {
    for (const what of ['', '/resourcequotas', '/limitranges'])
      fake.on(`${path}${what}`, (_request, response) =>
        sendJson(response, 403, failure(403, 'Forbidden', 'forbidden')),
      );
    const { problems, unknown } = await look();
    expect(problems).toEqual([]);
    expect(unknown).toEqual([
      expect.stringContaining('cannot list resource quotas'),
      expect.stringContaining('cannot list limit ranges'),
    ]);
  });
});
