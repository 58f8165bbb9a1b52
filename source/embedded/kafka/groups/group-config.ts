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
