import { coordinatorDocumentation } from './coordinator-documentation.ts';
import { logDocumentation } from './log-documentation.ts';
import { metricDocumentation } from './metric-documentation.ts';
import { quorumDocumentation } from './quorum-documentation.ts';
import { replicationDocumentation } from './replication-documentation.ts';
import { saslDocumentation } from './sasl-documentation.ts';
import { serverDocumentation } from './server-documentation.ts';
import { socketDocumentation } from './socket-documentation.ts';
import { throttleDocumentation } from './throttle-documentation.ts';
import { tlsDocumentation } from './tls-documentation.ts';
import { topicDocumentation } from './topic-documentation.ts';
import { zookeeperDocumentation } from './zookeeper-documentation.ts';

const ofTopics = new Map<string, string>(Object.entries(topicDocumentation));

const ofBrokers = new Map<string, string>(
  Object.entries({
    ...zookeeperDocumentation,
    ...serverDocumentation,
    ...socketDocumentation,
    ...logDocumentation,
    ...replicationDocumentation,
    ...coordinatorDocumentation,
    ...metricDocumentation,
    ...tlsDocumentation,
    ...saslDocumentation,
    ...quorumDocumentation,
    ...throttleDocumentation,
  }),
);

/** What DescribeConfigs says about a setting of a topic (KIP-569), in our words; null for a name that topics do not have. */
export function topicDocumentationOf(name: string): string | null {
  return ofTopics.get(name) ?? null;
}

/** The same for a setting of a broker; null for what Kafka does not list. */
export function brokerDocumentationOf(name: string): string | null {
  return ofBrokers.get(name) ?? null;
}
