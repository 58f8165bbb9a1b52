import { emptyShares, type GroupSubscriber, give, type Shares } from './assignor.ts';

/** A partition as a key: `topic/number`. */
export type PartitionKey = string;

/** What a member had before, as far as its assignor believes it. */
export interface Former {
  readonly subscriber: GroupSubscriber;
  readonly partitions: readonly PartitionKey[];
  /** Of the assignment; undefined if the member does not say. */
  readonly generation: number | undefined;
}

export interface StickyResult {
  readonly shares: Shares;
  /** Partitions that a member gets which another had. */
  readonly moved: ReadonlyMap<PartitionKey, string>;
  /** The highest generation that any member named. */
  readonly generation: number;
}

/**
 * As even as it can be, and otherwise as before (`AbstractStickyAssignor` of Kafka 3.3). Where members of equal right compete for what is
 * over, Kafka's choice goes by the hashes of their ids, and this one by the order of `formers`. Where members subscribe to different topics,
 * the result is as balanced as Kafka's, but which of several partitions moves may differ.
 */
export function shareStickily(
  formers: readonly Former[],
  counts: ReadonlyMap<string, number>,
  knownGeneration: number,
): StickyResult {
  const { owned, disputed, generation } = ownedPartitions(formers, counts, knownGeneration);
  const all = [...counts.keys()]
    .sort()
    .flatMap((topic) =>
      Array.from({ length: counts.get(topic)! }, (_, partition) => `${topic}/${partition}`),
    );
  const [first] = formers;
  const isEqual = formers.every(
    ({ subscriber: { topics } }) =>
      new Set([...topics, ...first!.subscriber.topics]).size === new Set(topics).size &&
      new Set(topics).size === new Set(first!.subscriber.topics).size,
  );
  const kept = isEqual ? divideEqually(owned, all) : divideByTopic(formers, owned, all);
  const shares = emptyShares(formers.map(({ subscriber }) => subscriber));
  const moved = new Map<PartitionKey, string>();
  const before = new Map([...owned].flatMap(([id, keys]) => keys.map((key) => [key, id] as const)));
  for (const [memberId, keys] of kept)
    for (const key of keys) {
      const at = key.lastIndexOf('/');
      give(shares, memberId, key.slice(0, at), Number(key.slice(at + 1)));
      if (disputed.has(key) || (before.get(key) ?? memberId) !== memberId) moved.set(key, memberId);
    }
  return { shares, moved, generation };
}

/** What each member still has a right to: partitions of its topics, by the newest generation, that no other claims. */
function ownedPartitions(
  formers: readonly Former[],
  counts: ReadonlyMap<string, number>,
  knownGeneration: number,
): { owned: Map<string, PartitionKey[]>; disputed: Set<PartitionKey>; generation: number } {
  const generation = formers.reduce(
    (most, former) => Math.max(most, former.generation ?? -1),
    knownGeneration,
  );
  const owned = new Map<string, PartitionKey[]>(formers.map(({ subscriber }) => [subscriber.memberId, []]));
  const owners = new Map<PartitionKey, string>();
  const disputed = new Set<PartitionKey>();
  for (const { subscriber, partitions, generation: named } of formers) {
    if ((named ?? -1) < generation) continue;
    for (const key of partitions) {
      const topic = key.slice(0, key.lastIndexOf('/'));
      const count = counts.get(topic);
      if (count === undefined || !subscriber.topics.includes(topic)) continue;
      if (Number(key.slice(topic.length + 1)) >= count) continue;
      if (owners.has(key)) disputed.add(key);
      owners.set(key, subscriber.memberId);
      owned.get(subscriber.memberId)!.push(key);
    }
  }
  for (const [id, keys] of owned)
    owned.set(
      id,
      keys.filter((key) => !disputed.has(key)),
    );
  return { owned, disputed, generation };
}

/** `constrainedAssign`: everybody subscribes to the same topics. */
function divideEqually(
  owned: ReadonlyMap<string, readonly PartitionKey[]>,
  all: readonly PartitionKey[],
): Map<string, PartitionKey[]> {
  const least = Math.floor(all.length / owned.size);
  const most = Math.ceil(all.length / owned.size);
  /** How many members get one more than the others. */
  let larger = all.length % owned.size;
  const result = new Map<string, PartitionKey[]>();
  for (const [id, keys] of owned) {
    const isLarger = keys.length >= most && larger > 0;
    if (isLarger) larger--;
    result.set(id, keys.slice(0, isLarger ? most : least));
  }
  const taken = new Set([...result.values()].flat());
  const free = all.filter((key) => !taken.has(key));
  const below = (limit: number) => [...result.keys()].filter((id) => result.get(id)!.length < limit).sort();
  for (let round = below(least); free.length > 0 && round.length > 0; round = below(least))
    for (const id of round) if (free.length > 0) result.get(id)!.push(free.shift()!);
  for (const id of below(most)) if (free.length > 0) result.get(id)!.push(free.shift()!);
  return result;
}

/** `generalAssign`: members subscribe to different topics. */
function divideByTopic(
  formers: readonly Former[],
  owned: ReadonlyMap<string, readonly PartitionKey[]>,
  all: readonly PartitionKey[],
): Map<string, PartitionKey[]> {
  const result = new Map([...owned].map(([id, keys]) => [id, [...keys]]));
  const holder = new Map([...result].flatMap(([id, keys]) => keys.map((key) => [key, id] as const)));
  const size = (id: string) => result.get(id)!.length;
  const least = (key: PartitionKey): string | undefined => {
    const topic = key.slice(0, key.lastIndexOf('/'));
    const able = formers.filter(({ subscriber }) => subscriber.topics.includes(topic));
    const ids = able.map(({ subscriber }) => subscriber.memberId).sort();
    return ids.reduce<string | undefined>(
      (best, id) => (best === undefined || size(id) < size(best) ? id : best),
      undefined,
    );
  };
  for (const key of all) {
    const to = holder.has(key) ? undefined : least(key);
    if (to === undefined) continue;
    result.get(to)!.push(key);
    holder.set(key, to);
  }
  // Each move makes two members more alike, so this ends.
  for (let changed = true; changed; ) {
    changed = false;
    for (const key of all) {
      const [from, to] = [holder.get(key), least(key)];
      if (from === undefined || to === undefined || size(to) + 1 >= size(from)) continue;
      result.set(
        from,
        result.get(from)!.filter((one) => one !== key),
      );
      result.get(to)!.push(key);
      holder.set(key, to);
      changed = true;
    }
  }
  return result;
}
