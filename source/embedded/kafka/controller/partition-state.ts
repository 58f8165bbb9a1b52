/** `/brokers/topics/T/partitions/P/state`: who leads, and who is in sync. */
export interface PartitionState {
  /** −1: none. */
  readonly leader: number;
  readonly isr: readonly number[];
  readonly leaderEpoch: number;
  readonly controllerEpoch: number;
  /** The version of the node; a write names it, so that a controller that was replaced cannot overwrite its successor. */
  readonly zkVersion: number;
}

export const noLeader = -1;

/** What an election decides about; the controller adds its own epoch and the node's version. */
export type LeaderAndIsr = Pick<PartitionState, 'leader' | 'isr' | 'leaderEpoch'>;
