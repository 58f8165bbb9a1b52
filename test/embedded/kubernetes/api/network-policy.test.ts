import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Fixture, startFixture } from './fixture.ts';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(() => fixture.close());

const path = '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies';
const policy = (name: string, spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name },
  spec,
});

it('creates, reads and lists policies, with the defaults of their ports and types', async () => {
  const egress = [{ ports: [{ port: 53, protocol: 'UDP' }, { port: 53 }] }];
  const created = await fixture.call(path, { body: policy('dns', { podSelector: {}, egress }) });
  expect(created.status).toBe(201);
  const { body } = await fixture.call(`${path}/dns`);
  expect(body).toMatchObject({
    metadata: { name: 'dns', generation: 1 },
    spec: {
      podSelector: {},
      egress: [{ ports: [egress[0]?.ports[0], { port: 53, protocol: 'TCP' }] }],
      policyTypes: ['Ingress', 'Egress'],
    },
  });
  await fixture.call(path, { body: policy('closed', { podSelector: { matchLabels: { app: 'kafka' } } }) });
  const listed = await fixture.call(path);
  expect(listed.body.items).toMatchObject([
    { spec: { policyTypes: ['Ingress'] } },
    { metadata: { name: 'dns' } },
  ]);
});

it('refuses one that allows a peer without specifying it', async () => {
  const answer = await fixture.call(path, {
    body: policy('vague', { podSelector: {}, ingress: [{ from: [{}] }] }),
  });
  expect(answer.status).toBe(422);
  expect(answer.body.message).toContain('spec.ingress[0].from[0]: Required value: must specify a peer');
});
