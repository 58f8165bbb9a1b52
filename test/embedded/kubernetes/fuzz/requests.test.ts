import type { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { Random } from '../../kafka/random.ts';
import { fuzzCount, fuzzSeed, startInMemoryServer, within } from './in-memory-server.ts';
import { mutated } from './mutate.ts';

const count = fuzzCount(500);
const pods = '/api/v1/namespaces/default/pods';
const container =
  '{"name":"c","image":"i:1","env":[{"name":"A","value":"b"}],"ports":[{"containerPort":80}]}';
const template = `{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[${container}]}}`;
const json = 'application/json';

/** The protobuf body of `kubectl create configmap`, as kubectl sends it. */
const configMap = Buffer.from(
  'azhzAAoPCgJ2MRIJQ29uZmlnTWFwEh0KEwoDY2ZnEgAaACIAKgAyADgAQgASBgoBYRIBYhoAIgA=',
  'base64',
);

/** Requests as clients send them: method, path, content type, body. */
const requests: readonly (readonly [string, string, string, string | Buffer])[] = [
  ['GET', `${pods}?labelSelector=app%20in%20(a,b),!c&fieldSelector=status.phase!=Failed&limit=2`, json, ''],
  ['GET', `${pods}/target`, json, ''],
  ['GET', '/apis/events.k8s.io/v1/events?fieldSelector=regarding.name=x', json, ''],
  ['POST', `${pods}?dryRun=All`, json, `{"metadata":{"name":"p"},"spec":{"containers":[${container}]}}`],
  [
    'POST',
    '/apis/apps/v1/namespaces/default/statefulsets?dryRun=All&fieldValidation=Strict',
    json,
    `{"metadata":{"name":"s"},"spec":{"serviceName":"s","selector":{"matchLabels":{"app":"a"}},"template":${template}}}`,
  ],
  [
    'POST',
    '/apis/policy/v1/namespaces/default/poddisruptionbudgets?dryRun=All',
    json,
    '{"metadata":{"name":"b"},"spec":{"minAvailable":"50%","selector":{"matchExpressions":[{"key":"a","operator":"In","values":["b"]}]}}}',
  ],
  [
    'POST',
    '/api/v1/namespaces/default/services?dryRun=All',
    'application/yaml',
    'metadata:\n  name: s\nspec:\n  selector: &a {app: a}\n  ports:\n  - port: 80\n    targetPort: http\n',
  ],
  [
    'POST',
    '/api/v1/namespaces/default/configmaps?dryRun=All',
    'application/vnd.kubernetes.protobuf',
    configMap,
  ],
  [
    'PATCH',
    `${pods}/target?dryRun=All`,
    'application/strategic-merge-patch+json',
    '{"metadata":{"labels":{"x":"y"},"$patch":"merge"},"spec":{"containers":[{"name":"main","env":[{"name":"A","$patch":"delete"}]}]}}',
  ],
  [
    'PATCH',
    `${pods}/target?dryRun=All`,
    'application/merge-patch+json',
    '{"metadata":{"annotations":{"a":null}}}',
  ],
  [
    'PATCH',
    `${pods}/target?dryRun=All`,
    'application/json-patch+json',
    '[{"op":"test","path":"/metadata/name","value":"target"},{"op":"add","path":"/metadata/labels/a~1b","value":"c"},{"op":"move","from":"/metadata/labels/app","path":"/metadata/labels/d"}]',
  ],
  ['PUT', '/apis/apps/v1/namespaces/default/deployments/none/scale', json, '{"spec":{"replicas":2}}'],
  [
    'POST',
    `${pods}/target/eviction?dryRun=All`,
    json,
    '{"metadata":{"name":"target"},"deleteOptions":{"gracePeriodSeconds":3}}',
  ],
  ['DELETE', `${pods}/none`, json, '{"propagationPolicy":"Foreground","preconditions":{"uid":"x"}}'],
];

/** A whole request: with a body of known length, or in chunks. */
function request(random: Random): Buffer {
  const [method, path, type, plain] = requests[random.below(requests.length)]!;
  const wellFramed = random.below(10) > 2;
  const body = wellFramed ? mutated(Buffer.from(plain), random) : Buffer.from(plain);
  const chunked = random.below(4) === 0;
  const length = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`;
  const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nContent-Type: ${type}\r\n${length}\r\n\r\n`;
  const framed = chunked
    ? [
        Buffer.from(`${body.length.toString(16)}\r\n`),
        body,
        Buffer.from(body.length > 0 ? '\r\n0\r\n\r\n' : '\r\n'),
      ]
    : [body];
  const whole = Buffer.concat([Buffer.from(head), ...framed]);
  return wellFramed ? whole : mutated(whole, random);
}

it(
  `${count} mutated requests (seed ${fuzzSeed}) get a response or lose their connection, and no other client is affected`,
  async () => {
    const random = new Random(fuzzSeed);
    const server = startInMemoryServer();
    const { store, logged } = server;
    store.create('configmaps', {
      metadata: { name: 'bystander', namespace: 'default' },
      data: { sent: '0' },
    });
    const faults: string[] = [];
    let answered = 0;
    let cut = 0;
    let connection: Duplex | undefined;
    let heard = 0;
    for (let sent = 1; sent <= count; sent++) {
      if (connection === undefined || connection.destroyed || connection.readableEnded) {
        connection = server.open();
        connection.on('data', (piece: Buffer) => {
          heard++;
          if (/^HTTP\/1\.1 5(?!04)/.test(piece.toString('latin1', 0, 12))) faults.push(piece.toString());
        });
      }
      const before = heard;
      const live = connection;
      const bytes = request(random);
      live.write(bytes);
      await within(() => heard > before || live.destroyed || live.readableEnded);
      if (heard > before) answered++;
      else {
        // Half a request, or one that never ends.
        cut++;
        live.destroy();
      }
      if (faults.length > 0) expect(faults, bytes.toString('latin1')).toEqual([]);
      if (sent % 500 === 0) {
        const [one, two] = [
          store.get('configmaps', 'default', 'bystander'),
          store.get('pods', 'default', 'target'),
        ];
        expect(one?.data).toEqual({ sent: '0' });
        expect(two?.status?.phase).toBe('Running');
        for (const resource of [
          'pods',
          'services',
          'configmaps',
          'statefulsets',
          'poddisruptionbudgets',
          'events',
        ])
          for (const { metadata } of store.list(resource, 'default').items)
            if (!['target', 'bystander'].includes(metadata.name))
              store.remove(resource, 'default', metadata.name);
      }
    }
    connection?.destroy();
    server.close();
    expect(logged).toEqual([]);
    expect(answered + cut).toBe(count);
    expect(answered).toBeGreaterThan(count / 2);
  },
  60_000 + count * 5,
);
