import type { ClusterImage, PartitionImage } from '../../controller/cluster-image.ts';

/** What is known of one of `log.dirs` when the broker starts. */
export interface FoundDirectory {
  /** As the pod names it. */
  readonly path: string;
  /** The same on this machine; undefined: the broker cannot use it. */
  readonly directory: string | undefined;
  /** Whether it has a `meta.properties` of this broker: otherwise it is new, or was emptied. */
  readonly hasData: boolean;
  /** The replicas in it, `topic-0`, as its last checkpoint lists them; undefined if it has none. */
  readonly replicas: readonly string[] | undefined;
}

/** One of a broker's `log.dirs`. */
export interface LogDirectory {
  readonly path: string;
  /** On this machine. */
  readonly directory: string | undefined;
  readonly isOnline: boolean;
  /** `topic-0` */
  readonly replicas: ReadonlySet<string>;
}

interface Draft extends LogDirectory {
  isOnline: boolean;
  readonly replicas: Set<string>;
}

/**
 * Which of a broker's replicas are in which of its `log.dirs`. A new replica goes to the directory with the fewest, as in Kafka; the
 * records themselves are kept elsewhere, since the brokers share them. A directory that fails takes its replicas offline.
 */
export class LogDirectories {
  readonly #all: readonly Draft[];
  readonly #places = new Map<string, Draft>();
  /** Replicas that no directory has: they may be in one that could not be read. */
  readonly #missing = new Set<string>();
  /** Whether a replica that no directory has is lost. */
  readonly #losesOthers: boolean;
  #hasStarted = false;

  constructor(found: readonly FoundDirectory[]) {
    this.#all = found.map(({ path, directory }) => ({
      path,
      directory,
      isOnline: directory !== undefined,
      replicas: new Set(),
    }));
    for (const [index, { directory, replicas = [] }] of found.entries())
      if (directory !== undefined) for (const replica of replicas) this.#put(replica, this.#all[index]!);
    const isNew = found.some(({ directory, hasData }) => directory !== undefined && !hasData);
    const areKnown = found.every(({ hasData, replicas }) => !hasData || replicas !== undefined);
    this.#losesOthers = isNew && areKnown && !this.hasFailed;
  }

  get all(): readonly LogDirectory[] {
    return this.#all;
  }

  /** Whether one of them is offline. */
  get hasFailed(): boolean {
    return this.#all.some(({ isOnline }) => !isOnline);
  }

  /** Whether the broker had a replica before that none of its directories has now. */
  hasLost(topic: string, partition: number): boolean {
    return this.#losesOthers && !this.#places.has(nameOf(topic, partition));
  }

  isOffline(topic: string, partition: number): boolean {
    if (!this.hasFailed) return false;
    const name = nameOf(topic, partition);
    const place = this.#places.get(name);
    if (place) return !place.isOnline;
    return this.#hasStarted ? this.#missing.has(name) : true;
  }

  placeOf(topic: string, partition: number): LogDirectory | undefined {
    return this.#places.get(nameOf(topic, partition));
  }

  /** Gives each replica of the broker its place, now and later; tells `onPlaced` of new ones. Returns the function that ends that. */
  follow(brokerId: number, image: ClusterImage, onPlaced: () => void): () => void {
    const look = ({ topic, partition, replicas }: PartitionImage) => {
      const name = nameOf(topic, partition);
      if (!replicas.includes(brokerId)) this.#forget(name);
      else if (!this.#places.has(name) && !this.#missing.has(name)) {
        if (this.hasFailed && !this.#hasStarted) this.#missing.add(name);
        else this.#place(name);
        onPlaced();
      }
    };
    for (const { partitions } of image.topics.values()) for (const partition of partitions) look(partition);
    return image.listen({
      partitionChanged: look,
      topicDeleted: ({ name, partitions }) => {
        for (const { partition } of partitions) this.#forget(nameOf(name, partition));
      },
    });
  }

  /** The broker knows all replicas that it had: those that it gets from now on are new. */
  started(): void {
    this.#hasStarted = true;
  }

  /** Takes a directory and its replicas offline. */
  fail(path: string): void {
    for (const directory of this.#all) if (directory.path === path) directory.isOnline = false;
  }

  #place(name: string): void {
    const online = this.#all.filter(({ isOnline }) => isOnline);
    const least = Math.min(...online.map(({ replicas }) => replicas.size));
    const chosen = online.find(({ replicas }) => replicas.size === least);
    if (chosen) this.#put(name, chosen);
  }

  #put(name: string, directory: Draft): void {
    this.#places.set(name, directory);
    directory.replicas.add(name);
  }

  #forget(name: string): void {
    this.#missing.delete(name);
    this.#places.get(name)?.replicas.delete(name);
    this.#places.delete(name);
  }
}

function nameOf(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}
