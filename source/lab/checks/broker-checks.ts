import { brokerInWords, brokerWorkloads, isPodOfBroker, podsOfWorkload } from '../model/broker-pods.ts';
import { areBrokerIds, knownBrokerIds, podsFrom } from '../model/facts.ts';
import { leadsTo } from '../model/host-pods.ts';
import { counted } from '../model/number-words.ts';
import type { LabFacts } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { fails, holds } from '../model/verdict.ts';
import { isZooKeeper, missingZooKeepers, zookeeperInWords } from '../model/zookeeper-pods.ts';
import { describeFailure, linesOf, parseBrokerDetail, parseIdList } from './command-output.ts';
import { namedCheck } from './named-check.ts';

export const podsListedRunning = namedCheck({
  name: 'pods-listed-running',
  says: 'The output of the last command, `kubectl get pods`, shows every pod of ZooKeeper and the brokers running.',
  parameters: {},
  look: ['output'],
  withinMs: 120_000,
  verify: ({ output }, facts) => {
    if (output.exitCode !== 0) return fails(describeFailure(output), 'Is the cluster up? Run step 1.1.');
    const rows = linesOf(output.stdout).map((line) => line.trim().split(/\s+/));
    const runs = rows.filter(([, ready = '', status]) => {
      const [up, all] = ready.split('/');
      return up === all && status === 'Running';
    });
    const running = runs.map(([name = '']) => name);
    const zookeepers = running.filter((name) => isZooKeeper(name, facts));
    const missing = [...missingBrokers(running, facts), ...missingZooKeepers(running, facts)];
    return missing.length === 0
      ? holds(`${list([...brokersAmong(running, facts), ...zookeepers])}: Running`)
      : fails(`not running yet: ${list(missing)}`, '`kubectl describe pod NAME` says what it waits for.');
  },
});

export const brokerRegistered = namedCheck({
  name: 'broker-registered',
  says: 'All brokers have registered in ZooKeeper, under the ids that the facts say.',
  parameters: {},
  look: ['brokers'],
  withinMs: 120_000,
  lasting: true,
  verify: ({ brokers }, facts) => {
    const ids = brokers.map((broker) => broker.id).sort((a, b) => a - b);
    return areBrokerIds(ids, facts)
      ? holds(`broker ids ${list(ids)}`)
      : fails(
          `broker ids ${list(ids)}`,
          `Give it a moment; then \`kubectl logs ${facts.brokerPod}\` says how far the broker got.`,
        );
  },
});

export const brokerIdsListed = namedCheck({
  name: 'broker-ids-listed',
  says: 'The output of the last command, `zookeeper-shell … ls /brokers/ids`, ends with the ids of all brokers.',
  parameters: {},
  look: ['output'],
  withinMs: 60_000,
  verify: ({ output }, facts) => {
    if (output.exitCode !== 0)
      return fails(describeFailure(output), `Is ${zookeeperInWords(facts)} running?`);
    const ids = parseIdList(output.stdout);
    if (ids === undefined) return fails('no list of ids in the output', 'Look at the last line.');
    return areBrokerIds(ids, facts)
      ? holds(`[${ids.join(', ')}]`)
      : fails(
          `[${ids.join(', ')}]`,
          `Expected ${expected(facts)}: a broker is missing or still starting, or has another id.`,
        );
  },
});

export const noOtherBroker = namedCheck({
  name: 'no-other-broker',
  says: 'The brokers of the facts are registered, and no other.',
  parameters: {},
  look: ['brokers'],
  withinMs: 30_000,
  lasting: true,
  verify: ({ brokers }, facts) => {
    const ids = brokers.map((broker) => broker.id).sort((a, b) => a - b);
    return areBrokerIds(ids, facts) ? holds(`${ids.length} brokers`) : fails(`broker ids ${list(ids)}`);
  },
});

export const brokersNameOwnHost = namedCheck({
  name: 'brokers-name-own-host',
  says: 'The outputs, one `zookeeper-shell … get /brokers/ids/N` for each broker, name a host that leads to its own pod.',
  parameters: {},
  look: ['outputs', 'pods', 'services'],
  withinMs: 60_000,
  verify: ({ outputs, pods, services }, facts) => {
    if (outputs.length < facts.brokers) return fails(`${outputs.length} of ${facts.brokers} entries read`);
    const hosts: string[] = [];
    for (const [index, output] of outputs.slice(0, facts.brokers).entries()) {
      const broker = brokerInWords(index, facts);
      if (output.exitCode !== 0)
        return fails(describeFailure(output), 'The broker is not registered: go back to 1.7.');
      const detail = parseBrokerDetail(output.stdout);
      if (!detail) return fails(`no host in the entry of the broker in ${broker}`, 'Look at the last line.');
      const own = pods.filter((pod) => isPodOfBroker(pod, index, facts));
      const found = detail.addresses.find(({ host }) =>
        own.some((pod) => leadsTo(host, pod, services, facts.namespace)),
      );
      if (found === undefined) {
        return fails(
          `the broker in ${broker} says \`${detail.addresses[0]!.host}\``,
          'Look at KAFKA_ADVERTISED_LISTENERS in kafka.yml.',
        );
      }
      hosts.push(`${found.host}:${found.port}`);
    }
    return holds(list(hosts));
  },
});

const brokersAmong = (pods: readonly string[], facts: LabFacts): string[] =>
  brokerWorkloads(facts).flatMap((workload) => podsOfWorkload(pods, workload));

/** The pods of the StatefulSet by name, or how many a Deployment lacks. */
function missingBrokers(running: readonly string[], facts: LabFacts): string[] {
  if (facts.brokerDeployments === undefined)
    return podsFrom(facts.brokerPod, facts.brokers).filter((name) => !running.includes(name));
  return brokerWorkloads(facts).flatMap((workload) => {
    const missing = workload.replicas - podsOfWorkload(running, workload).length;
    if (missing <= 0) return [];
    return [workload.replicas === 1 ? `the pod of ${workload.name}` : `${missing} pods of ${workload.name}`];
  });
}

function expected(facts: LabFacts): string {
  const ids = knownBrokerIds(facts);
  if (ids !== undefined) return list(inOrder(ids));
  return `${counted(facts.brokers, 'id')}${facts.brokerIds.from === 'kafka' ? ` from ${facts.brokerIds.first} on` : ''}`;
}

const inOrder = (ids: readonly number[]): number[] => [...ids].sort((a, b) => a - b);
