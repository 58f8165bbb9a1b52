import type { ServedCluster } from '../../serve-cluster.ts';

/** The tasks for every Kafka client. */
export const tasks = [
  'metadata',
  'create topic',
  'describe topic',
  'produce 1,000',
  'consume 1,000',
  'codecs',
  'keys and headers',
  'group rebalance',
  'committed offsets',
  'describe group',
  'delete topic',
  'idempotence',
  'timestamps',
  'large message',
  'unknown topic',
] as const;

export type Task = (typeof tasks)[number];

/** Runs the task with the tool, against a cluster where `topic` has four partitions, and checks the result. */
export type Cell = (cluster: ServedCluster, topic: string) => Promise<void>;

export interface Row {
  readonly tool: string;
  /** A `must` cell has to pass, a `should` cell may stay open with a reason. */
  readonly tier: 'must' | 'should';
  /** Why the tool cannot be run here; undefined: it can. */
  readonly absent: string | undefined;
  /** Cells run in the order of {@link tasks}; a task that the tool cannot do is omitted. */
  readonly cells: Partial<Record<Task, Cell>>;
  close?(): Promise<void>;
}

/** `message 0` to `message 999`. */
export const thousand = Array.from({ length: 1_000 }, (_, index) => `message ${index}`);

/** Retries until it does not throw. */
export async function eventually<T>(act: () => Promise<T>, withinMs = 20_000): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((next) => setTimeout(next, 100));
    }
  }
}
