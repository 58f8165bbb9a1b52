import type { LabFacts } from './step.ts';

/** The command by which the app itself stops and starts the producer around those of a step. */
export const scaleProducerLine = ({ producerApp }: Pick<LabFacts, 'producerApp'>, replicas: number): string =>
  `kubectl scale deployment/${producerApp} --replicas=${replicas}`;

/** The one by which it restarts the consumer. */
export const restartConsumerLine = ({ consumerApp }: Pick<LabFacts, 'consumerApp'>): string =>
  `kubectl rollout restart deployment/${consumerApp}`;
