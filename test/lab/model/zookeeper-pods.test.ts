import { describe, expect, it } from 'vitest';
import {
  isZooKeeper,
  missingZooKeepers,
  zookeeperInWords,
  zookeeperLogs,
  zookeeperWorkloads,
} from '../../../source/lab/model/zookeeper-pods.ts';

describe('ZooKeeper', () => {
  it('may be a StatefulSet', () => {
    const facts = { zookeeperPod: 'my-zk-0', zookeepers: 3 };
    expect(zookeeperWorkloads(facts)).toEqual([{ kind: 'StatefulSet', name: 'my-zk', replicas: 3 }]);
    expect(zookeeperLogs(facts)).toEqual(['my-zk-0', 'my-zk-1', 'my-zk-2']);
    expect(['my-zk-2', 'my-zk-3', 'my-zk'].map((pod) => isZooKeeper(pod, facts))).toEqual([
      true,
      false,
      false,
    ]);
    expect(zookeeperInWords(facts)).toBe('my-zk-0');
    expect(missingZooKeepers(['my-zk-0', 'my-zk-2'], facts)).toEqual(['my-zk-1']);
  });

  it('may be a Deployment, whose pods have generated names', () => {
    const facts = { zookeeperPod: 'deploy/zk', zookeepers: 1 };
    expect(zookeeperWorkloads(facts)).toEqual([{ kind: 'Deployment', name: 'zk', replicas: 1 }]);
    expect(zookeeperLogs(facts)).toEqual(['deploy/zk']);
    const pods = ['zk-6c5594cbc4-r5455', 'zk-0', 'zk-ui-6c5594cbc4-r5455', 'zk'];
    expect(pods.map((pod) => isZooKeeper(pod, facts))).toEqual([true, false, false, false]);
    expect(zookeeperInWords(facts)).toBe('the pod of zk');
  });

  it('may be a Deployment or StatefulSet for each server', () => {
    const facts = {
      zookeeperPod: 'deploy/zk-1',
      zookeepers: 3,
      zookeeperDeployments: [
        { name: 'zk-1', replicas: 1 },
        { name: 'zk-2', replicas: 1 },
        { name: 'zk-3', replicas: 1, firstPod: 'zk-3-0' },
      ],
    };
    expect(zookeeperWorkloads(facts).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'Deployment zk-1',
      'Deployment zk-2',
      'StatefulSet zk-3',
    ]);
    expect(zookeeperLogs(facts)).toEqual(['deploy/zk-1', 'deploy/zk-2', 'zk-3-0']);
    const pods = ['zk-1-6c5594cbc4-r5455', 'zk-3-0', 'zk-4-6c5594cbc4-r5455', 'zk-3-1'];
    expect(pods.map((pod) => isZooKeeper(pod, facts))).toEqual([true, true, false, false]);
    expect(missingZooKeepers(pods, facts)).toEqual(['the pod of zk-2']);
    expect(zookeeperInWords(facts)).toBe('the pod of zk-1');
  });
});
