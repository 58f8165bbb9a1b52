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

/** Answers access reviews by verb and resource, `create pods/exec`. */
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
  it('that limits nothing takes the lab', async () => {
    expect(await look()).toEqual({ problems: [], unknown: [] });
  });

  it('whose quota has no room for the lab is told beforehand', async () => {
    quota(
      { pods: '10', 'requests.memory': '4Gi', services: '2', persistentvolumeclaims: '2' },
      { pods: '7', 'requests.memory': '2Gi' },
    );
    expect((await look()).problems).toEqual([
      'the quota `small` allows 10 of pods, 7 is used, and the lab asks for 6',
      'the quota `small` wants every container to say its requests.memory; `zookeeper` does not, and no LimitRange gives a default',
      expect.stringMatching(
        /^the quota `small` allows 4Gi of requests\.memory, 2Gi is used, and the lab asks for \d+Mi$/,
      ),
      'the quota `small` allows 2 of persistentvolumeclaims, 0 is used, and the lab asks for 3',
    ]);
  });

  it('whose quota wants limits takes the lab with the defaults of a LimitRange', async () => {
    quota({ 'limits.cpu': '20', 'limits.memory': '40Gi' });
    expect((await look()).problems).toHaveLength(2);
    limits({ type: 'Container', default: { cpu: '1', memory: '2Gi' }, defaultRequest: { cpu: '100m' } });
    expect((await look()).problems).toEqual([]);
    quota({ 'limits.cpu': '4' });
    expect((await look()).problems).toEqual([
      'the quota `small` allows 4 of limits.cpu, 0 is used, and the lab asks for 6000m',
    ]);
  });

  it('whose quota counts some pods alone is not judged', async () => {
    quota({ pods: '0' }, {}, { scopes: ['BestEffort'] });
    expect(await look()).toEqual({ problems: [], unknown: [expect.stringContaining('of a scope alone')] });
  });

  it('whose LimitRange refuses the brokers says which and why', async () => {
    limits(
      { type: 'Container', max: { memory: '512Mi' } },
      { type: 'PersistentVolumeClaim', max: { storage: '1Gi' } },
    );
    const { problems } = await look();
    expect(problems).toEqual([
      'a container of `kafka` does not keep memory within the 512Mi that a LimitRange of the namespace allows',
      'the claim `kafka-data` of `kafka` does not keep storage within the 1Gi that a LimitRange of the namespace allows',
    ]);
    limits({ type: 'Container', min: { cpu: '1' } });
    expect((await look()).problems.join()).toContain('asks for less cpu than the 1 that');
  });

  it('that takes restricted pods alone says what they lack', async () => {
    const level = (enforce: string) =>
      fake.on(path, {
        metadata: { name: 'team', labels: { 'pod-security.kubernetes.io/enforce': enforce } },
      });
    level('restricted');
    const { problems } = await look();
    expect(problems).toHaveLength(4);
    expect(problems[0]).toMatch(
      /^the namespace takes pods of the level restricted alone, .*runAsNonRoot is not set/,
    );
    level('baseline');
    expect((await look()).problems).toEqual([]);
  });

  it('in which the credentials may not work says what they may not do', async () => {
    allow((right) => !['create statefulsets', 'create pods/portforward', 'get pods/proxy'].includes(right));
    expect(await look()).toEqual({
      problems: ['these credentials may not create statefulsets in namespace `team`'],
      unknown: [expect.stringContaining('every ten seconds'), expect.stringContaining('its log lines')],
    });
  });

  it('of which little may be seen says so', async () => {
    for (const what of ['', '/resourcequotas', '/limitranges'])
      fake.on(`${path}${what}`, (_request, response) =>
        sendJson(response, 403, failure(403, 'Forbidden', 'forbidden')),
      );
    const { problems, unknown } = await look();
    expect(problems).toEqual([]);
    expect(unknown).toEqual([
      expect.stringContaining('may not list resource quotas'),
      expect.stringContaining('may not list limit ranges'),
    ]);
  });
});
