import { describe, expect, it } from 'vitest';
import { readManifestSet } from '../../source/manifests/manifest-set.ts';
import { readFacts } from '../../source/manifests/read-facts.ts';
import { ensembleInDeployments } from './ensemble-in-deployments.ts';

const own = readManifestSet('manifests');
const brokers = own['kafka.yml']
  .split(/^---$/m)
  .filter((text) => !text.includes('name: zookeeper'))
  .join('---');
const factsOf = (zookeepers: string) =>
  readFacts({ ...own, 'kafka.yml': `${brokers}\n---\n${zookeepers}` }).lab;

describe('ZooKeeper', () => {
  it('may be a Deployment for each server, each with its Service', () => {
    const facts = factsOf(ensembleInDeployments(3));
    expect(facts).toMatchObject({
      zookeepers: 3,
      zookeeperPod: 'deploy/zookeeper-deployment-1',
      zookeeperPort: 2181,
      zookeeperDeployments: [
        { name: 'zookeeper-deployment-1', replicas: 1 },
        { name: 'zookeeper-deployment-2', replicas: 1 },
        { name: 'zookeeper-deployment-3', replicas: 1 },
      ],
    });
    expect(facts.services.slice(0, 3)).toEqual(
      ['zoo1', 'zoo2', 'zoo3'].map((name) => ({ of: 'ZooKeeper', names: [name], headless: false })),
    );
  });

  it('may be a StatefulSet for each server behind one Service', () => {
    const sets = ensembleInDeployments(2)
      .replaceAll('kind: Deployment', 'kind: StatefulSet')
      .replace(/apiVersion: v1\nkind: Service\nmetadata: \{name: zoo2\}[\s\S]*?---\n/, '')
      .replace('selector: {app: zookeeper-1}', 'selector: {tier: zookeeper}');
    const facts = factsOf(sets);
    expect(facts.zookeeperPod).toBe('zookeeper-deployment-1-0');
    expect(facts.zookeeperDeployments?.map(({ firstPod }) => firstPod)).toEqual([
      'zookeeper-deployment-1-0',
      'zookeeper-deployment-2-0',
    ]);
    expect(facts.services.filter(({ of }) => of === 'ZooKeeper')).toEqual([
      { of: 'ZooKeeper', names: ['zoo1'], headless: false },
    ]);
  });

  it('is reported as missing', () => {
    expect(() => factsOf('')).toThrow(
      expect.objectContaining({ code: 'manifest', message: expect.stringContaining('ZooKeeper') }),
    );
  });
});
