import { describeFailure, parseIdList } from '../checks/command-output.ts';
import { brokerIds } from '../model/facts.ts';
import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const listBrokerIds: Step = {
  id: '1.7',
  title: 'Ask ZooKeeper who is there',
  figures: ['Figure 7'],
  text: 'ZooKeeper keeps a small tree of names. Under /brokers/ids each living broker has an entry that vanishes when the broker does. `kubectl exec` runs a command inside a pod, here the ZooKeeper shell inside zookeeper-0.',
  lookFor: 'The last line: [0, 1, 2].',
  commands: ({ facts }) => [
    {
      line: `kubectl exec ${facts.zookeeperPod} -- zookeeper-shell localhost:2181 ls /brokers/ids`,
      repeats: true,
    },
  ],
  checks: [
    check({
      id: 'broker-ids',
      title: 'broker ids 0, 1 and 2',
      look: ['output'],
      withinMs: 60_000,
      verify: ({ output }, facts) => {
        if (output.exitCode !== 0) return fails(describeFailure(output), 'Is zookeeper-0 running?');
        const ids = parseIdList(output.stdout);
        if (ids === undefined) return fails('no list of ids in the output', 'Look at the last line.');
        return ids.join() === brokerIds(facts).join()
          ? holds(`[${ids.join(', ')}]`)
          : fails(
              `[${ids.join(', ')}]`,
              `Expected ${list(brokerIds(facts))}: a broker is missing or still starting.`,
            );
      },
    }),
    check({
      id: 'broker-ids-alive',
      title: 'and no other broker is registered',
      look: ['brokers'],
      withinMs: 30_000,
      lasting: true,
      verify: ({ brokers }, facts) => {
        const ids = brokers.map((broker) => broker.id).sort((a, b) => a - b);
        return ids.join() === brokerIds(facts).join()
          ? holds(`${ids.length} brokers`)
          : fails(`broker ids ${list(ids)}`);
      },
    }),
  ],
  hints: [
    'The two dashes separate what kubectl reads from what runs in the pod.',
    '`ls /` shows what else Kafka keeps in ZooKeeper.',
  ],
  questions: [],
};
