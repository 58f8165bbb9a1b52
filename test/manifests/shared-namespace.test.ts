import { expect, it } from 'vitest';
import { sharedNamespace } from '../../source/manifests/shared-namespace.ts';

const named = (name: string, namespace?: string) => ({
  kind: 'StatefulSet',
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

it('is the one that ZooKeeper and the brokers name', () => {
  const services = [named('zookeeper', 'streams'), named('kafka', 'streams')];
  expect(sharedNamespace(services, [named('producer'), named('consumer')])).toBe('streams');
  expect(sharedNamespace(services, [named('producer', 'streams')])).toBe('streams');
});

it('is the default namespace if none is named', () => {
  expect(sharedNamespace([named('zookeeper'), named('kafka', 'default')], [named('producer')])).toBe(
    'default',
  );
});

it.each([
  ['ZooKeeper elsewhere', [named('zookeeper'), named('kafka', 'streams')], []],
  [
    'clients elsewhere',
    [named('zookeeper', 'streams'), named('kafka', 'streams')],
    [named('producer', 'apps')],
  ],
])('refuses %s, since the lab would not see it', (_what, services, clients) => {
  expect(() => sharedNamespace(services, clients)).toThrow(
    expect.objectContaining({
      code: 'manifest',
      message: expect.stringMatching(/is in namespace `streams`/),
    }),
  );
});
