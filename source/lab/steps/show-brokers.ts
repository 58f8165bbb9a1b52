import { describeFailure, parseBrokerDetail } from '../checks/command-output.ts';
import { brokerIds, brokerPodName } from '../model/facts.ts';
import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const showBrokers: Step = {
  id: '1.8',
  title: 'Read what each broker registered',
  figures: ['Figure 8'],
  text: 'Each entry holds what a broker says about itself: under which name and port others should reach it. Clients never guess; they ask any broker, and are told these names. If they were wrong, everything would look healthy and nothing would connect.',
  lookFor: 'Three hosts, each starting with the name of its own pod.',
  commands: ({ facts }) =>
    brokerIds(facts).map((id) => ({
      line: `kubectl exec ${facts.zookeeperPod} -- zookeeper-shell localhost:2181 get /brokers/ids/${id}`,
      repeats: true,
    })),
  checks: [
    check({
      id: 'broker-details',
      title: 'each broker names its own host',
      look: ['outputs'],
      withinMs: 60_000,
      verify: ({ outputs }, facts) => {
        if (outputs.length < facts.brokers)
          return fails(`${outputs.length} of ${facts.brokers} entries read`);
        const hosts: string[] = [];
        for (const id of brokerIds(facts)) {
          const output = outputs[id]!;
          if (output.exitCode !== 0)
            return fails(describeFailure(output), 'The broker is not registered: go back to 1.7.');
          const detail = parseBrokerDetail(output.stdout);
          if (!detail) return fails(`no host in the entry of broker ${id}`, 'Look at the last line.');
          if (detail.host.split('.', 1)[0] !== brokerPodName(facts, id)) {
            return fails(
              `broker ${id} says \`${detail.host}\``,
              'Look at KAFKA_ADVERTISED_LISTENERS in kafka.yml.',
            );
          }
          hosts.push(`${detail.host}:${detail.port}`);
        }
        return holds(list(hosts));
      },
    }),
  ],
  hints: ['The `endpoints` of an entry are KAFKA_ADVERTISED_LISTENERS, with the pod name filled in.'],
  questions: [
    {
      id: '1.2.2',
      text: 'zookeeper-shell and kafka-topics both connect to localhost, on different ports. What is localhost in each case? Is it the same machine?',
      hints: [
        'Where does a command run that `kubectl exec` starts?',
        'Containers of a pod share one network; two pods never do. Compare the pod name before the two dashes.',
        'So is localhost a node or a pod? And is zookeeper-0 the pod that kafka-0 is?',
      ],
    },
  ],
};
