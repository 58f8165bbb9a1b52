/**
 * Kafka 3.3.2's console consumer and that of the pods, as members of groups on the same embedded brokers: which partitions each assignor
 * assigns to whom, how many rebalances that takes, and what members keep.
 */
import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  decodeAssignment,
  keysOf,
} from '../../../source/embedded/containers/tools/client/assignment/consumer-protocol.ts';
import { toolPrograms } from '../../../source/embedded/containers/tools/tool-programs.ts';
import { describeGroups } from '../../../source/embedded/kafka/messages/describe-groups.ts';
import { InProcessNetwork } from '../../../source/embedded/network/in-process-network.ts';
import { runProgram } from '../../embedded/containers/shell/run-shell.ts';
import { connectTo } from '../../embedded/kafka/broker/raw-client.ts';
import { TestCluster } from '../../embedded/kafka/broker/test-cluster.ts';
import { end, javaUnder, startUnderLifeline } from '../children.ts';
import { kafkaClasspath, smallJvm } from './java-tools.ts';

const classpath = kafkaClasspath();
const partitions = 7;
const log4j = `-Dlog4j.configuration=file:${join(import.meta.dirname, 'java', 'log4j.properties')}`;

/** One console consumer. */
interface Member {
  /** Sends SIGTERM. Resolves when it has exited. */
  stop(): Promise<void>;
}
type StartMember = (group: string, properties: Record<string, string>) => Member;

/** The tools reach the brokers through their real ports. */
class LoopbackNetwork extends InProcessNetwork {
  override connect: InProcessNetwork['connect'] = (_from, host, port) =>
    new Promise((resolve, reject) => {
      const socket = connect(port, host, () => resolve(socket));
      socket.once('error', reject);
    });
}

/** Member id → its partitions. */
type Shares = ReadonlyMap<string, readonly string[]>;

describe.skipIf(classpath === undefined)('group members, from Kafka 3.3.2 and from pods', () => {
  let cluster: TestCluster;
  const children: ChildProcess[] = [];
  const aborts: AbortController[] = [];
  const network = new LoopbackNetwork();

  beforeAll(async () => {
    cluster = await TestCluster.start([0], { 'offsets.topic.replication.factor': '1' });
    const admin = cluster.kafka().admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 't', numPartitions: partitions, replicationFactor: 1 }] });
    await admin.disconnect();
  });
  afterAll(async () => {
    for (const abort of aborts) abort.abort();
    await Promise.all(children.map(end));
    await cluster.stop();
  });

  const wordsOf = (group: string, properties: Record<string, string>) => [
    ...['--bootstrap-server', cluster.bootstrap, '--topic', 't', '--group', group],
    ...Object.entries(properties).flatMap(([name, value]) => ['--consumer-property', `${name}=${value}`]),
  ];

  const javaMember: StartMember = (group, properties) => {
    const main = [log4j, '-cp', classpath!, 'kafka.tools.ConsoleConsumer'];
    const child = startUnderLifeline(['java', ...smallJvm, ...main, ...wordsOf(group, properties)]);
    children.push(child);
    return {
      async stop() {
        process.kill(javaUnder(child), 'SIGTERM');
        await vi.waitUntil(() => !hasJava(child), { timeout: 60_000, interval: 50 });
      },
    };
  };

  const podMember: StartMember = (group, properties) => {
    const [abort, terminate] = [new AbortController(), new AbortController()];
    aborts.push(abort);
    const over = runProgram(['kafka-console-consumer', ...wordsOf(group, properties)], {
      programs: toolPrograms,
      network,
      killed: abort.signal,
      terminated: terminate.signal,
    });
    return {
      async stop() {
        terminate.abort();
        await over;
      },
    };
  };

  async function sharesOf(group: string): Promise<{ state: string; shares: Shares }> {
    const connection = await connectTo(cluster);
    const { groups } = await connection.call(describeGroups, { groups: [group] });
    connection.close();
    const { groupState, members } = groups[0]!;
    const shares = members.map(({ memberId, memberAssignment }): [string, string[]] => [
      memberId,
      keysOf(decodeAssignment(memberAssignment)).sort(),
    ]);
    return { state: groupState, shares: new Map(shares) };
  }

  const stable = (group: string, members: number): Promise<Shares> =>
    vi.waitUntil(
      async () => {
        const { state, shares } = await sharesOf(group);
        const all = [...shares.values()].flat();
        return state === 'Stable' && shares.size === members && all.length === partitions && shares;
      },
      { timeout: 120_000, interval: 50 },
    );

  const rebalances = (group: string) =>
    cluster.lines.filter((line) => line.includes(`Stabilized group ${group} generation`)).length;

  /** A change of the members, independent of their ids. */
  function describeChange(before: Shares, after: Shares, count: number, isSticky: boolean) {
    const shares = [...after.values()].map((keys) => keys.join(' ')).sort();
    const givenUp = [...before].flatMap(([id, keys]) => {
      const now = after.get(id);
      return now === undefined ? [] : keys.filter((key) => !now.includes(key));
    });
    return isSticky
      ? {
          sizes: [...after.values()].map((keys) => keys.length).sort(),
          givenUp: givenUp.length,
          rebalances: count,
        }
      : { shares, rebalances: count };
  }

  /** Three members join one after the other, and the first one leaves. */
  async function comeAndGo(start: StartMember, group: string, assignor: string) {
    const properties = { 'partition.assignment.strategy': `org.apache.kafka.clients.consumer.${assignor}` };
    const isSticky = assignor.includes('Sticky');
    const members: Member[] = [];
    const changes = [];
    let before: Shares = new Map();
    for (const count of [1, 2, 3, 2]) {
      const already = rebalances(group);
      if (count > members.length) members.push(start(group, properties));
      else await members.shift()!.stop();
      const after = await stable(group, count);
      changes.push(describeChange(before, after, rebalances(group) - already, isSticky));
      before = after;
    }
    await Promise.all(members.map((member) => member.stop()));
    return changes;
  }

  it.each(['RangeAssignor', 'RoundRobinAssignor', 'StickyAssignor', 'CooperativeStickyAssignor'])(
    '%s',
    { timeout: 600_000 },
    async (assignor) => {
      const inPods = await comeAndGo(podMember, `pods-${assignor}`, assignor);
      const inJava = await comeAndGo(javaMember, `java-${assignor}`, assignor);
      console.info(`${assignor}: ${JSON.stringify(inPods)}`);
      expect(inPods).toEqual(inJava);
    },
  );

  /** A static member leaves and rejoins, then leaves for good. */
  async function staticMembers(start: StartMember, group: string) {
    const properties = (id: string) => ({ 'group.instance.id': id, 'session.timeout.ms': '6000' });
    const one = start(group, properties('one'));
    await stable(group, 1);
    const two = start(group, properties('two'));
    const before = await stable(group, 2);
    const already = rebalances(group);
    await two.stop();
    const gone = await sharesOf(group);
    const again = start(group, properties('two'));
    // It has another member id then.
    const back = await vi.waitUntil(
      async () => {
        const { state, shares } = await sharesOf(group);
        return state === 'Stable' && [...shares.keys()].join() !== [...before.keys()].join() && shares;
      },
      { timeout: 60_000, interval: 50 },
    );
    const whileBack = rebalances(group) - already;
    await again.stop();
    await stable(group, 1);
    const whenAway = rebalances(group) - already - whileBack;
    await one.stop();
    const texts = (shares: Shares) => [...shares.values()].map((keys) => keys.join(' ')).sort();
    return {
      before: texts(before),
      gone: [gone.state, gone.shares.size],
      back: texts(back),
      rebalances: { whileBack, whenAway },
    };
  }

  it('static members', { timeout: 600_000 }, async () => {
    const inPods = await staticMembers(podMember, 'pods-static');
    console.info(`static members: ${JSON.stringify(inPods)}`);
    expect(inPods).toEqual(await staticMembers(javaMember, 'java-static'));
  });
});

/** Whether the JVM of a lifeline's shell still runs. */
function hasJava(child: ChildProcess): boolean {
  try {
    javaUnder(child);
    return true;
  } catch {
    return false;
  }
}
