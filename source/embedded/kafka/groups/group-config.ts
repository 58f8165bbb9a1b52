/** The supported broker settings for groups, with Kafka 3.3's defaults. */
export interface GroupConfig {
  /** `group.initial.rebalance.delay.ms` */
  readonly initialRebalanceDelayMs: number;
  /** `group.min.session.timeout.ms` */
  readonly minSessionTimeoutMs: number;
  /** `group.max.session.timeout.ms` */
  readonly maxSessionTimeoutMs: number;
  /** `group.max.size` */
  readonly maxSize: number;
  /** `offset.metadata.max.bytes` */
  readonly maxOffsetMetadataBytes: number;
  /** `offsets.topic.num.partitions` */
  readonly offsetsPartitions: number;
}

export const defaultGroupConfig: GroupConfig = {
  initialRebalanceDelayMs: 3000,
  minSessionTimeoutMs: 6000,
  maxSessionTimeoutMs: 1_800_000,
  maxSize: 2 ** 31 - 1,
  maxOffsetMetadataBytes: 4096,
  offsetsPartitions: 50,
};
