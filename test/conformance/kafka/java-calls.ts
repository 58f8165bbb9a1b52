const leftOut = 'The request is left out (docs/left-out.md).';
const loggers = 'The loggers of a broker are neither described nor changed.';

/** The calls that do not print on embedded brokers what they print on Kafka 3.3.2, and why. */
export const callsThatDiffer: Readonly<Record<string, string>> = {
  'send, old':
    'The bad record is not named (`recordErrors` in Produce): clients print the text of the batch.',
  'describeConfigs, loggers': loggers,
  'incrementalAlterConfigs, logger': loggers,
  'incrementalAlterConfigs, unknown level': loggers,
  'incrementalAlterConfigs, unknown logger': loggers,
  alterReplicaLogDirs: leftOut,
  describeClientQuotas: leftOut,
  alterClientQuotas: leftOut,
  describeUserScramCredentials: leftOut,
  alterUserScramCredentials: leftOut,
  createDelegationToken: leftOut,
  describeDelegationToken: leftOut,
  renewDelegationToken: leftOut,
  expireDelegationToken: leftOut,
  updateFeatures: leftOut,
  describeProducers: leftOut,
  listTransactions: leftOut,
  describeTransactions: leftOut,
};
