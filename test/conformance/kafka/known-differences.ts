/** The known differences between the embedded brokers and Kafka 3.3.2, by the step of the script that shows them. At most five. */
export const knownDifferences: Readonly<Record<string, string>> = {
  'kafka-broker-api-versions':
    'Only the requests that are served are offered: none between brokers, none for transactions, quotas, delegation tokens ' +
    'or moving replicas between directories. A client that needs one of them says so instead of waiting for what never happens.',
  'kafka-configs --describe --broker 0 --all':
    'The clusters have other addresses and directories; with the same settings the lists are equal.',
  'kafka-topics --topic test':
    'The tools in pods explain their options in words of their own. The sentence above the options is the same.',
};
