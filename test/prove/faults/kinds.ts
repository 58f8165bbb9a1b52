import { join } from 'node:path';
import type { Random } from '../../embedded/kafka/random.ts';
import { pick } from '../random-for.ts';
import { tearTails } from './torn-tails.ts';
import { brokerPods, type World } from './world.ts';

/** One kind of fault. */
export interface FaultKind {
  readonly what: string;
  /** Injects the fault once, and resolves with the number of faults: none if there was no target. */
  strike(world: World, random: Random): Promise<number>;
}

const kill: FaultKind = {
  what: 'kill -9 of a broker',
  async strike(world, random) {
    const ready = await world.readyBrokers();
    if (ready.length === 0) return 0;
    return (await world.send(pick(random, ready), 'KILL')) ? 1 : 0;
  },
};

const remove: FaultKind = {
  what: 'pod of a broker deleted',
  async strike(world, random) {
    const ready = await world.readyBrokers();
    if (ready.length === 0) return 0;
    await world.deletePod(pick(random, ready));
    return 1;
  },
};

const stop: FaultKind = {
  what: 'STOP and CONT of a broker',
  async strike(world, random) {
    const ready = await world.readyBrokers();
    if (ready.length === 0) return 0;
    const pod = pick(random, ready);
    const stopped = await world.send(pod, 'STOP');
    // Shorter or longer than its ZooKeeper session: in the latter case the cluster has already replaced it.
    await world.pause(random.below(3) > 0 ? random.below(1_000) : 2_500 + random.below(2_500));
    await world.send(pod, 'CONT');
    return stopped ? 1 : 0;
  },
};

const several: FaultKind = {
  what: 'two or three brokers at once, each in its own way',
  async strike(world, random) {
    const spared = random.below(brokerPods.length + 1);
    const victims = brokerPods.filter((_, index) => index !== spared);
    const strikes = victims.map(async (pod) => {
      const how = random.below(3);
      if (how === 0) return world.send(pod, 'KILL');
      if (how === 1) return world.deletePod(pod).then(() => true);
      const stopped = world.send(pod, 'STOP');
      await world.pause(random.below(4_000));
      await world.send(pod, 'CONT');
      return stopped;
    });
    return (await Promise.all(strikes)).filter((struck) => struck).length;
  },
};

const rolling: FaultKind = {
  what: 'rolling restart of the brokers',
  async strike(world, random) {
    await world.restartRolling(random.below(2 ** 30));
    return 1;
  },
};

const zooKeeper: FaultKind = {
  what: 'ZooKeeper killed, terminated and deleted',
  async strike(world, random) {
    const how = random.below(3);
    let struck = true;
    if (how === 2) await world.deletePod('zookeeper-0');
    else struck = await world.send('zookeeper-0', how === 0 ? 'KILL' : 'TERM');
    // It may be down for longer than the brokers' sessions last.
    await world.pause(random.below(3_000));
    await world.whole();
    return struck ? 1 : 0;
  },
};

const scaling: FaultKind = {
  what: 'StatefulSet scaled down and up',
  async strike(world, random) {
    await world.scale(random.below(brokerPods.length));
    await world.pause(500 + random.below(4_000));
    await world.scale(brokerPods.length);
    if (random.below(2) === 0) await world.whole();
    return 1;
  },
};

const leaders: FaultKind = {
  what: 'leaders moved away from a broker and back',
  async strike(world, random) {
    const ready = await world.readyBrokers();
    if (ready.length === 0) return 0;
    const pod = pick(random, ready);
    // Until its session has expired and others lead; then until the controller moves preferred leadership back.
    const stopped = await world.send(pod, 'STOP');
    await world.pause(2_500 + random.below(1_000));
    await world.send(pod, 'CONT');
    await world.pause(3_500 + random.below(1_000));
    return stopped ? 1 : 0;
  },
};

const drain: FaultKind = {
  what: 'node of a broker cordoned, drained, uncordoned',
  async strike(world, random) {
    const pods = (await world.brokers()).filter(({ spec }) => spec.nodeName !== undefined);
    if (pods.length === 0) return 0;
    const node = String(pick(random, pods).spec.nodeName);
    await world.cordon(node, true);
    try {
      for (const pod of pods) if (pod.spec.nodeName === node) await world.evict(pod).catch(() => {});
      await world.pause(random.below(3_000));
    } finally {
      await world.cordon(node, false);
    }
    return 1;
  },
};

const killAll: FaultKind = {
  what: 'SIGKILL of the cluster, up --keep, torn tails',
  async strike(world, random) {
    await world.killAndKeep(() => void tearTails(join(world.home, 'clusters', 'kafka-lab', 'data'), random));
    // The next fault may come while the brokers are still starting.
    if (random.below(3) > 0) await world.whole();
    return 1;
  },
};

const closeAll: FaultKind = {
  what: 'SIGTERM of the cluster, up --keep',
  async strike(world, random) {
    await world.closeAndKeep();
    if (random.below(3) > 0) await world.whole();
    return 1;
  },
};

const single = [
  kill,
  remove,
  stop,
  several,
  rolling,
  zooKeeper,
  scaling,
  leaders,
  drain,
  killAll,
  closeAll,
] as const;

const quick = [kill, remove, stop, killAll];

const mixed = (what: string, kinds: readonly FaultKind[]): FaultKind => ({
  what,
  strike: (world, random) => pick(random, kinds).strike(world, random),
});

/** One row of the table for each. */
export const longKinds: readonly FaultKind[] = [...single, mixed('all of these, at random', single)];

export const shortKinds: readonly FaultKind[] = [mixed('brokers and the cluster, at random', quick)];
