import { expect, it } from 'vitest';
import { keepsData } from '../../source/manifests/broker-disks.ts';
import { workloadOf } from '../../source/manifests/find-workloads.ts';

const claim = [{ metadata: { name: 'data' } }];
const claimed = [{ name: 'data', persistentVolumeClaim: { claimName: 'kafka-data' } }];
const at = (mountPath: string, name = 'data') => [{ name, mountPath }];

function keeps(more: {
  image?: string;
  mounts?: object[];
  templates?: object[];
  volumes?: object[];
  directories?: string;
}): boolean {
  const {
    image = 'confluentinc/cp-kafka:7.3.5',
    mounts = [],
    templates = [],
    volumes = [],
    directories,
  } = more;
  const env = directories === undefined ? [] : [{ name: 'KAFKA_LOG_DIRS', value: directories }];
  const object = {
    kind: 'StatefulSet',
    metadata: { name: 'kafka' },
    spec: {
      volumeClaimTemplates: templates,
      template: { spec: { volumes, containers: [{ name: 'kafka', image, env, volumeMounts: mounts }] } },
    },
  };
  return keepsData(workloadOf(object as never, []));
}

it.each([
  ['a claim at its data', { mounts: at('/var/lib/kafka/data/'), templates: claim }, true],
  ['a claim of the pod', { mounts: at('/var/lib/kafka/data'), volumes: claimed }, true],
  ['nothing', {}, false],
  ['an emptyDir', { mounts: at('/var/lib/kafka/data'), volumes: [{ name: 'data', emptyDir: {} }] }, false],
  ['a claim above the VOLUME of the image', { mounts: at('/var/lib/kafka'), templates: claim }, false],
  ['a claim somewhere else', { mounts: at('/logs'), templates: claim }, false],
  [
    'a claim for KAFKA_LOG_DIRS',
    { mounts: at('/srv'), templates: claim, directories: '/srv/a,/srv/b' },
    true,
  ],
  ['only one of two', { mounts: at('/srv/a'), templates: claim, directories: '/srv/a,/srv/b' }, false],
  [
    'KAFKA_LOG_DIRS in the VOLUME',
    { mounts: at('/var/lib/kafka'), templates: claim, directories: '/var/lib/kafka/data/topics' },
    false,
  ],
  ['a claim in an unknown image', { image: 'kafka:mine', mounts: at('/data'), templates: claim }, true],
])('a broker with %s keeps its messages: %s', (_what, workload, expected) => {
  expect(keeps(workload)).toBe(expected);
});
