import { describeFailure, linesOf } from '../checks/command-output.ts';
import { brokerIds, brokerPodName } from '../model/facts.ts';
import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const waitForBrokers: Step = {
  id: '1.5',
  title: 'Wait until every broker is there',
  figures: ['Figure 5'],
  text: 'Look at the pods again. A pod that is ready is a process that has started, no more. A broker counts once it has registered itself in ZooKeeper, and that takes a moment longer. Commands that come too early fail in ways that look like mistakes of yours.',
  lookFor: 'Every pod is Running with READY 1/1, and RESTARTS does not grow.',
  commands: () => [{ line: 'kubectl get pods', repeats: true }],
  checks: [
    check({
      id: 'pods-running',
      title: 'the list shows every pod running',
      look: ['output'],
      withinMs: 120_000,
      verify: ({ output }, facts) => {
        if (output.exitCode !== 0) return fails(describeFailure(output), 'Is the cluster up? Run step 1.1.');
        const rows = linesOf(output.stdout).map((line) => line.trim().split(/\s+/));
        const wanted = [...brokerIds(facts).map((id) => brokerPodName(facts, id)), facts.zookeeperPod];
        const missing = wanted.filter((name) => {
          const row = rows.find(([first]) => first === name);
          const [ready, all] = row?.[1]?.split('/') ?? [];
          return !row || ready !== all || row[2] !== 'Running';
        });
        return missing.length === 0
          ? holds(`${list(wanted)}: Running`)
          : fails(`not running yet: ${list(missing)}`, '`kubectl describe pod NAME` says what it waits for.');
      },
    }),
    check({
      id: 'brokers-registered',
      title: 'three brokers registered in ZooKeeper',
      look: ['brokers'],
      withinMs: 120_000,
      lasting: true,
      verify: ({ brokers }, facts) => {
        const ids = brokers.map((broker) => broker.id).sort((a, b) => a - b);
        return ids.length === facts.brokers && brokerIds(facts).every((id) => ids.includes(id))
          ? holds(`broker ids ${list(ids)}`)
          : fails(
              `broker ids ${list(ids)}`,
              'Give it a moment; then `kubectl logs kafka-0` says how far the broker got.',
            );
      },
    }),
  ],
  hints: ['A pod that restarts again and again has its reason at the end of `kubectl logs NAME --previous`.'],
  questions: [],
  required: true,
};
