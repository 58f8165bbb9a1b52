/** `/brokers/topics/T/partitions/P/state`: who leads, and who is in sync. */
export interface PartitionState {
  /** −1: none. */
  readonly leader: number;
  readonly isr: readonly number[];
  readonly leaderEpoch: number;
  readonly controllerEpoch: number;
  /** The version of the node. Writes are conditional on it, so that a replaced controller cannot overwrite its successor's state. */
  readonly zkVersion: number;
}

export const noLeader = -1;

/** The state that an election decides; the controller adds its epoch and the node's version. */
export type LeaderAndIsr = Pick<PartitionState, 'leader' | 'isr' | 'leaderEpoch'>;
