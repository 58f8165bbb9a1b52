import { type LeaderAndIsr, noLeader } from './partition-state.ts';

type Live = ReadonlySet<number>;

/** The initial state of a partition: its first live replica leads, and all live replicas are in sync. */
export function electFirst(replicas: readonly number[], live: Live): LeaderAndIsr | undefined {
  const isr = replicas.filter((replica) => live.has(replica));
  return isr.length === 0 ? undefined : { leader: isr[0]!, isr, leaderEpoch: 0 };
}

/**
 * A broker is gone. Undefined if nothing changes. The last in-sync replica stays in the ISR, since no other has all the records; the
 * partition then has no leader until that replica returns, or any live one if `unclean` (`unclean.leader.election.enable`).
 */
export function withoutBroker(
  state: LeaderAndIsr,
  replicas: readonly number[],
  gone: number,
  live: Live,
  unclean = false,
): LeaderAndIsr | undefined {
  const wasInSync = state.isr.includes(gone);
  if (!wasInSync && state.leader !== gone) return undefined;
  const rest = state.isr.filter((replica) => replica !== gone);
  const isr = rest.length === 0 ? state.isr : rest;
  const leader = state.leader === gone ? electFrom(replicas, rest, live) : state.leader;
  if (leader === noLeader && unclean) {
    const others = new Set([...live].filter((id) => id !== gone));
    const elected = electUncleanly(state, replicas, others);
    if (elected) return elected;
  }
  if (leader === state.leader && isr.length === state.isr.length) return undefined;
  return { leader, isr, leaderEpoch: state.leaderEpoch + 1 };
}

/**
 * These replicas have lost their logs, and the others have not: they leave the ISR. If nobody else was in sync, the others are, as far as is
 * known: none of them has more. Undefined if nothing changes.
 */
export function withoutLost(
  state: LeaderAndIsr,
  replicas: readonly number[],
  lost: readonly number[],
  live: Live,
): LeaderAndIsr | undefined {
  if (!state.isr.some((id) => lost.includes(id))) return undefined;
  const inSync = state.isr.filter((id) => !lost.includes(id));
  const isr = inSync.length > 0 ? inSync : replicas.filter((id) => !lost.includes(id));
  if (isr.length === 0) return undefined;
  const leader = isr.includes(state.leader) ? state.leader : electFrom(replicas, isr, live);
  return { leader, isr, leaderEpoch: state.leaderEpoch + 1 };
}

/** A controlled shutdown moves leadership while the broker still serves; undefined if it cannot move. */
export function handOver(
  state: LeaderAndIsr,
  replicas: readonly number[],
  leaving: number,
  live: Live,
): LeaderAndIsr | undefined {
  const rest = state.isr.filter((replica) => replica !== leaving);
  if (rest.length === state.isr.length || rest.length === 0) return undefined;
  const leader = state.leader === leaving ? electFrom(replicas, rest, live) : state.leader;
  return leader === noLeader ? undefined : { leader, isr: rest, leaderEpoch: state.leaderEpoch + 1 };
}

/** Brokers have come back: a partition without a leader gets one from its live in-sync replicas; if there are none and `unclean`, any. */
export function electOffline(
  state: LeaderAndIsr,
  replicas: readonly number[],
  live: Live,
  unclean = false,
): LeaderAndIsr | undefined {
  if (state.leader !== noLeader && live.has(state.leader)) return undefined;
  const leader = electFrom(replicas, state.isr, live);
  if (leader === noLeader) return unclean ? electUncleanly(state, replicas, live) : undefined;
  const isr = state.isr.filter((replica) => live.has(replica));
  return { leader, isr, leaderEpoch: state.leaderEpoch + 1 };
}

/** Live replicas have caught up with a live leader. The leader epoch does not change, since no leader was elected. */
export function expandIsr(
  state: LeaderAndIsr,
  replicas: readonly number[],
  live: Live,
): LeaderAndIsr | undefined {
  if (!live.has(state.leader)) return undefined;
  const caughtUp = replicas.filter((replica) => live.has(replica) && !state.isr.includes(replica));
  return caughtUp.length === 0 ? undefined : { ...state, isr: [...state.isr, ...caughtUp] };
}

/** The first live replica leads and alone is in sync: the records that it lacks are lost. */
function electUncleanly(
  { leaderEpoch }: LeaderAndIsr,
  replicas: readonly number[],
  live: Live,
): LeaderAndIsr | undefined {
  const leader = replicas.find((replica) => live.has(replica));
  return leader === undefined ? undefined : { leader, isr: [leader], leaderEpoch: leaderEpoch + 1 };
}

function electFrom(replicas: readonly number[], isr: readonly number[], live: Live): number {
  return replicas.find((replica) => live.has(replica) && isr.includes(replica)) ?? noLeader;
}
