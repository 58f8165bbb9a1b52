import type { HostileText } from '../../pieces/hostile-texts.ts';

/** Kubernetes objects with every hostile text in every field that the API allows. */
export function hostileObjects(texts: readonly HostileText[]): object[] {
  const data = Object.fromEntries(texts.map(({ text }, index) => [`key-${index}`, text]));
  // A terminal cannot be handed a NUL by an environment.
  const env = texts.map(({ text }, index) => ({
    name: `TEXT_${index}`,
    value: text.replaceAll('\u0000', ''),
  }));
  const all = texts.map(({ text }) => text).join('\n');
  const metadata = (name: string) => ({ name, annotations: { ...data, 'kubernetes.io/change-cause': all } });
  const container = { name: 'c', image: 'node:22-alpine', env };
  const prints =
    "for (const [name, text] of Object.entries(process.env)) if (name.startsWith('TEXT_')) console.log(text); setInterval(() => {}, 1000)";
  const template = {
    metadata: { labels: { app: 'hostile' }, annotations: data },
    spec: {
      containers: [
        {
          ...container,
          command: ['node', '-e', prints, ...texts.map(({ text }) => text.replaceAll('\u0000', ''))],
        },
      ],
    },
  };
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('hostile'), data },
    { apiVersion: 'v1', kind: 'Secret', metadata: metadata('hostile'), stringData: data },
    { apiVersion: 'v1', kind: 'Namespace', metadata: metadata('hostile') },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata('hostile'),
      spec: { selector: { app: 'hostile' }, ports: [{ port: 80 }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: metadata('hostile'),
      spec: { replicas: 1, selector: { matchLabels: { app: 'hostile' } }, template },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: metadata('wrong-image'),
      spec: { containers: [{ ...container, image: `no-such/image${texts[0]!.text}` }] },
    },
    {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { ...metadata('hostile'), namespace: 'default' },
      involvedObject: { kind: 'Pod', name: 'wrong-image', namespace: 'default' },
      type: 'Warning',
      reason: `Hostile${texts[1]!.text}`,
      message: all,
      source: { component: texts[2]!.text },
    },
  ];
}

/** Command lines of the built-in kubectl that print those objects, each in its own way. */
export const printsObjects: readonly (readonly string[])[] = [
  ...['configmap', 'secret', 'namespace', 'service', 'deployment'].map((kind) => [
    'describe',
    kind,
    'hostile',
  ]),
  ['describe', 'pods'],
  ['describe', 'replicasets'],
  ['get', 'events'],
  ['get', 'events', '-o', 'wide'],
  ['get', 'pods', '-o', 'wide', '--show-labels'],
  ['get', 'configmap,deployment,service,pods', '-o', 'wide'],
  ['get', 'configmap', 'hostile', '-o', 'yaml'],
  ['get', 'configmap', 'hostile', '-o', 'json'],
  ['get', 'configmap', 'hostile', '-o', 'jsonpath={.data}'],
  ['get', 'configmap', 'hostile', '-o', 'jsonpath={.data.key-0}'],
  ['get', 'deployment', 'hostile', '-o', 'yaml'],
  ['rollout', 'history', 'deployment/hostile'],
  ['rollout', 'history', 'deployment/hostile', '--revision=1'],
  ['logs', 'deployment/hostile'],
  ['logs', 'deployment/hostile', '--timestamps', '--prefix'],
  ['exec', 'deployment/hostile', '--', 'env'],
  ['diff', '-f', 'CHANGED'],
];
