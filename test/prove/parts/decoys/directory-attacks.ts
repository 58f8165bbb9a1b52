/** Objects that refer to a directory of the machine, each in its own way. */
export interface Attack {
  readonly name: string;
  /** Command lines before that. */
  readonly before?: readonly (readonly string[])[];
  /** Applied together. */
  readonly objects: readonly object[];
  /** Command lines after that: patches, and what sets them off. */
  readonly afterwards?: readonly (readonly string[])[];
}

const provisioned = { 'pv.kubernetes.io/provisioned-by': 'kafka-lab/directory' };
const capacity = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'] };
const request = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const writes = 'echo planted > /mnt/planted; rm -rf /mnt/thesis.txt /mnt/deep; ls /mnt';

const volume = (name: string, policy: string, path: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name, annotations: provisioned },
  spec: { ...capacity, persistentVolumeReclaimPolicy: policy, hostPath: { path }, ...more },
});
const claim = (name: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { ...request, ...more },
});
const pod = (name: string, volumes: readonly object[], mount: object = {}, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name: 'c',
        image: 'confluentinc/cp-kafka:7.3.5',
        command: ['sh', '-c', `${writes}; sleep 600`],
        ...(volumes.length > 0 ? { volumeMounts: [{ name: 'v', mountPath: '/mnt', ...mount }] } : {}),
        ...more,
      },
    ],
    volumes,
  },
});
const ofClaim = (name: string) => [{ name: 'v', persistentVolumeClaim: { claimName: name } }];
const hostile = (name: string) =>
  [
    ['exec', name, '--', 'sh', '-c', writes],
    ['delete', 'pod', name],
  ] as const;

/** Deeper than any directory of the machine that serves as a mount. */
const levels = 30;

/** `precious` is someone else's directory, `data` the data directory of the cluster. */
export function directoryAttacks(precious: string, data: string, kafkaManifest: string): readonly Attack[] {
  const gone = {
    claimRef: {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      namespace: 'default',
      name: 'nobody',
      uid: 'an-old-one',
    },
  };
  const paths = [
    precious,
    `${data}/../../../../precious`,
    `${precious}/`,
    `//${precious}`,
    `${precious}/deep/..`,
  ];
  const patchesTo = (kind: string, name: string) => [
    ['patch', kind, name, '--type=merge', '-p', JSON.stringify({ spec: { hostPath: { path: precious } } })],
    [
      'patch',
      kind,
      name,
      '--type=json',
      '-p',
      JSON.stringify([{ op: 'replace', path: '/spec/hostPath/path', value: precious }]),
    ],
    [
      'patch',
      kind,
      name,
      '-p',
      JSON.stringify({ spec: { hostPath: { path: precious }, persistentVolumeReclaimPolicy: 'Delete' } }),
    ],
  ];
  return [
    ...paths.map((path, index) => ({
      name: `a released volume at ${index === 0 ? 'a directory' : path.replace(precious, 'P').replace(data, 'D')}`,
      objects: [volume(`gone-${index}`, 'Delete', path, gone)],
    })),
    {
      name: 'a volume that is bound, used and released',
      objects: [
        volume('door', 'Delete', precious),
        claim('door', { storageClassName: '', volumeName: 'door' }),
        pod('thief', ofClaim('door')),
      ],
      afterwards: [...hostile('thief'), ['delete', 'pvc', 'door']],
    },
    {
      name: 'a volume that is recycled',
      objects: [volume('again', 'Recycle', precious, gone)],
    },
    {
      name: 'a bound volume that is patched',
      objects: [claim('patched'), pod('patched', ofClaim('patched'))],
      afterwards: [
        ['wait', 'pod/patched', '--for=condition=Ready', '--timeout=20s'],
        ['patch-bound', 'patched', precious],
        ...hostile('patched'),
        ['delete', 'pvc', 'patched'],
      ],
    },
    {
      name: 'a volume of its own that is patched',
      objects: [volume('own', 'Retain', `${data}/own`)],
      afterwards: [...patchesTo('pv', 'own'), ['delete', 'pv', 'own']],
    },
    {
      name: 'a local volume',
      objects: [
        volume('local', 'Delete', precious, { hostPath: undefined, local: { path: precious }, ...gone }),
      ],
    },
    ...['hostPath', 'hostPath of type Directory'].map((name, index) => ({
      name: `a pod with ${name}`,
      objects: [
        pod(`host-${index}`, [
          { name: 'v', hostPath: { path: precious, ...(index === 1 ? { type: 'DirectoryOrCreate' } : {}) } },
        ]),
      ],
      afterwards: hostile(`host-${index}`),
    })),
    ...['../../../../../../../..', '..', 'a/../../../../../precious', '/etc', '$(HOME)'].map(
      (subPath, index) => ({
        name: `a subPath of ${subPath}`,
        objects: [
          pod(`sub-${index}`, [{ name: 'v', emptyDir: {} }], {
            subPath: index === 0 ? `${subPath}${precious}` : subPath,
          }),
        ],
        afterwards: hostile(`sub-${index}`),
      }),
    ),
    {
      name: 'items of a ConfigMap that lead out',
      objects: [
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'items' }, data: { key: 'planted' } },
        pod('items', [
          {
            name: 'v',
            configMap: {
              name: 'items',
              items: [{ key: 'key', path: `../../../../../../../../..${precious}/planted` }],
            },
          },
        ]),
      ],
      afterwards: hostile('items'),
    },
    {
      name: 'a working directory and a mount that lead out',
      objects: [
        pod(
          'out',
          [{ name: 'v', emptyDir: {} }],
          { mountPath: `/mnt/../../../../../../..${precious}` },
          { workingDir: `/../../..${precious}` },
        ),
      ],
      afterwards: [
        [
          'exec',
          'out',
          '--',
          'sh',
          '-c',
          `rm -rf ${precious}/thesis.txt; echo planted > ${precious}/planted`,
        ],
        ['delete', 'pod', 'out'],
      ],
    },
    {
      name: 'a link in a volume that leads out',
      objects: [pod('link', [{ name: 'v', emptyDir: {} }])],
      afterwards: [
        [
          'exec',
          'link',
          '--',
          'sh',
          '-c',
          `ln -s ${precious} /mnt/out; echo planted > /mnt/out/planted; rm -f /mnt/out/thesis.txt`,
        ],
        ['delete', 'pod', 'link'],
      ],
    },
    {
      name: 'log directories of a broker that lead out',
      before: [
        ['apply', '-f', kafkaManifest],
        ['wait', 'pod/zookeeper-0', '--for=condition=Ready', '--timeout=30s'],
      ],
      objects: [
        pod(
          'logs',
          [{ name: 'v', emptyDir: {} }],
          { mountPath: '/a'.repeat(levels) },
          {
            command: undefined,
            env: [
              { name: 'KAFKA_BROKER_ID', value: '77' },
              { name: 'KAFKA_ZOOKEEPER_CONNECT', value: 'zookeeper-service:2181/other' },
              { name: 'KAFKA_ADVERTISED_LISTENERS', value: 'PLAINTEXT://logs:9092' },
              {
                name: 'KAFKA_LOG_DIRS',
                value: `${'/a'.repeat(levels)}${'/..'.repeat(levels)}${precious}/logs`,
              },
            ],
          },
        ),
      ],
      afterwards: [
        ['wait', 'pod/logs', '--for=condition=Ready', '--timeout=15s'],
        ['delete', 'pod', 'logs'],
      ],
    },
  ];
}
