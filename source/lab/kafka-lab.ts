import { comparison } from './comparison.ts';
import { kafkaFacts } from './model/facts.ts';
import type { Lab } from './model/step.ts';
import { buildClients } from './steps/build-clients.ts';
import { consumerLogs } from './steps/consumer-logs.ts';
import { countAll } from './steps/count-all.ts';
import { countQuarter } from './steps/count-quarter.ts';
import { deleteClients } from './steps/delete-clients.ts';
import { deployClients } from './steps/deploy-clients.ts';
import { deployGroup } from './steps/deploy-group.ts';
import { describeTopic } from './steps/describe-topic.ts';
import { followLogs } from './steps/follow-logs.ts';
import { listBrokerIds } from './steps/list-broker-ids.ts';
import { listNoTopics } from './steps/list-no-topics.ts';
import { listNodes } from './steps/list-nodes.ts';
import { listTopic } from './steps/list-topic.ts';
import { loseBroker } from './steps/lose-broker.ts';
import { loseConsumer } from './steps/lose-consumer.ts';
import { producerLogs } from './steps/producer-logs.ts';
import { resetCluster } from './steps/reset-cluster.ts';
import { restartConsumer } from './steps/restart-consumer.ts';
import { scaleToFive, scaleToFour, scaleToTwo } from './steps/scale-group.ts';
import { scanLogs } from './steps/scan-logs.ts';
import { showBrokers } from './steps/show-brokers.ts';
import { startServices } from './steps/start-services.ts';
import { waitForBrokers } from './steps/wait-for-brokers.ts';
import { watchServices } from './steps/watch-services.ts';

/** The Kafka-on-Kubernetes lab, in the order in which its steps are done. */
export const kafkaLab: Lab = {
  id: 'kafka-on-kubernetes',
  title: 'Kafka on Kubernetes',
  promise:
    'Three brokers, four partitions, one consumer that misses three quarters of the messages, and one that misses none.',
  facts: kafkaFacts,
  steps: [
    resetCluster,
    listNodes,
    startServices,
    watchServices,
    waitForBrokers,
    scanLogs,
    listBrokerIds,
    showBrokers,
    listNoTopics,
    buildClients,
    deployClients,
    producerLogs,
    consumerLogs,
    countQuarter,
    deleteClients,
    listTopic,
    describeTopic,
    deployGroup,
    followLogs,
    countAll,
    scaleToTwo,
    scaleToFour,
    scaleToFive,
    loseConsumer,
    loseBroker,
    restartConsumer,
  ],
  comparison,
};
