import type { Feature, LeftOutCalls } from './left-out-calls.ts';

/** Every request of Kafka 3.3 by its key (`ApiKeys`). */
export const kafkaRequests: readonly string[] = [
  ...['Produce', 'Fetch', 'ListOffsets', 'Metadata', 'LeaderAndIsr', 'StopReplica', 'UpdateMetadata'],
  ...['ControlledShutdown', 'OffsetCommit', 'OffsetFetch', 'FindCoordinator', 'JoinGroup', 'Heartbeat'],
  ...['LeaveGroup', 'SyncGroup', 'DescribeGroups', 'ListGroups', 'SaslHandshake', 'ApiVersions'],
  ...['CreateTopics', 'DeleteTopics', 'DeleteRecords', 'InitProducerId', 'OffsetForLeaderEpoch'],
  ...['AddPartitionsToTxn', 'AddOffsetsToTxn', 'EndTxn', 'WriteTxnMarkers', 'TxnOffsetCommit'],
  ...['DescribeAcls', 'CreateAcls', 'DeleteAcls', 'DescribeConfigs', 'AlterConfigs', 'AlterReplicaLogDirs'],
  ...['DescribeLogDirs', 'SaslAuthenticate', 'CreatePartitions', 'CreateDelegationToken'],
  ...['RenewDelegationToken', 'ExpireDelegationToken', 'DescribeDelegationToken', 'DeleteGroups'],
  ...['ElectLeaders', 'IncrementalAlterConfigs', 'AlterPartitionReassignments'],
  ...['ListPartitionReassignments', 'OffsetDelete', 'DescribeClientQuotas', 'AlterClientQuotas'],
  ...['DescribeUserScramCredentials', 'AlterUserScramCredentials', 'Vote', 'BeginQuorumEpoch'],
  ...['EndQuorumEpoch', 'DescribeQuorum', 'AlterPartition', 'UpdateFeatures', 'Envelope', 'FetchSnapshot'],
  ...['DescribeCluster', 'DescribeProducers', 'BrokerRegistration', 'BrokerHeartbeat', 'UnregisterBroker'],
  ...['DescribeTransactions', 'ListTransactions', 'AllocateProducerIds'],
];

/** A request that is left out is not in the answer to ApiVersions, and closes the connection. */
export const leftOutOfKafka: readonly LeftOutCalls[] = [
  {
    what: 'Transactions',
    calls: [
      ...['AddPartitionsToTxn', 'AddOffsetsToTxn', 'EndTxn', 'WriteTxnMarkers', 'TxnOffsetCommit'],
      ...['DescribeProducers', 'DescribeTransactions', 'ListTransactions'],
    ],
    meets: 'A transactional batch gets INVALID_TXN_STATE. Idempotent producers work.',
  },
  {
    what: 'SASL and SCRAM',
    calls: [
      ...['SaslHandshake', 'SaslAuthenticate'],
      ...['DescribeUserScramCredentials', 'AlterUserScramCredentials'],
    ],
    meets:
      'There are PLAINTEXT listeners only. The requests for ACLs get SECURITY_DISABLED, as from a broker without an authorizer; `kafka-acls` checks its options and prints that error.',
  },
  {
    what: 'Delegation tokens',
    calls: [
      ...['CreateDelegationToken', 'RenewDelegationToken', 'ExpireDelegationToken'],
      'DescribeDelegationToken',
    ],
    meets: 'They need SASL.',
  },
  {
    what: 'Quotas',
    calls: ['DescribeClientQuotas', 'AlterClientQuotas'],
    meets: 'No client is throttled.',
  },
  {
    what: 'Moving replicas between log directories',
    calls: ['AlterReplicaLogDirs'],
    meets: 'Replicas move between brokers with AlterPartitionReassignments.',
  },
  {
    what: 'Requests between brokers',
    calls: [
      ...['LeaderAndIsr', 'StopReplica', 'UpdateMetadata', 'ControlledShutdown', 'AlterPartition'],
      ...['AllocateProducerIds', 'Envelope'],
    ],
    meets: 'Replication is modelled within one process.',
  },
  {
    what: 'KRaft',
    calls: [
      ...['Vote', 'BeginQuorumEpoch', 'EndQuorumEpoch', 'DescribeQuorum', 'FetchSnapshot'],
      ...['BrokerRegistration', 'BrokerHeartbeat', 'UnregisterBroker', 'UpdateFeatures'],
    ],
    meets: 'The brokers use ZooKeeper.',
  },
];

export const featuresLeftOutOfKafka: readonly Feature[] = [
  {
    what: 'TLS',
    meets:
      'A listener of SSL stays closed, and the log of the broker says so. A broker that would talk to the others by it ends.',
  },
  {
    what: 'Merging compacted segments',
    meets:
      'Each segment is compacted in its own file. A compressed batch that loses records is stored without compression.',
  },
  {
    what: 'Formats before Kafka 0.11 (magic 0 and 1)',
    meets: 'Such batches are refused; nothing is converted for old consumers.',
  },
  {
    what: 'Recompression (`compression.type` other than `producer`)',
    meets: 'Batches are stored as the producer sent them.',
  },
  {
    what: 'Settings of brokers that change at run time',
    meets:
      'All are checked, kept and described as Kafka does it. Listeners, TLS and SASL, throttles and thread pools have no effect, as they have none in `server.properties`; passwords are refused.',
  },
  {
    what: 'Loggers of brokers',
    meets: 'To describe or alter their levels gets INVALID_REQUEST.',
  },
  {
    what: 'Naming the bad records of a batch',
    meets: 'Produce says what is wrong with a batch, and its `recordErrors` stay empty.',
  },
  {
    what: 'Requests and batches of any size',
    meets:
      'A request over 32 MiB, a batch over 16 MiB, or an array of more than 30,000 elements is refused, as is a topic beyond the partition limit; [limits.md](limits.md) has all limits.',
  },
  {
    what: 'Tiered storage, Connect, Streams, Schema Registry',
    meets:
      'They are no part of the cluster. Their programs can use it as clients, as far as they need no transactions.',
  },
];
