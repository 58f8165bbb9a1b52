import { succeeded } from '../checks/command-output.ts';
import { predictShare } from '../checks/predict-share.ts';
import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const deployClients: Step = {
  id: '2.2',
  title: 'Deploy the clients',
  figures: ['Figure 11', 'Figure 12'],
  text: 'Two Deployments from the same image. The producer publishes random numbers to the topic test, one at a time; the consumer reads them. Nobody has created the topic: the first client that asks for it makes Kafka create it, with the defaults from kafka.yml.',
  lookFor: 'Two Deployments created, and two pods that keep running.',
  commands: () => [{ line: 'kubectl apply -f clients.yml' }],
  undo: () => ['kubectl delete -f clients.yml --ignore-not-found'],
  checks: [
    succeeded('clients-applied', 'the manifest is accepted', 'Is clients.yml in the lab directory?'),
    check({
      id: 'clients-running',
      title: 'producer and consumer are running',
      look: ['pods'],
      withinMs: 120_000,
      verify: ({ pods }, facts) => {
        const clients = [facts.producerApp, facts.consumerApp].map((app) => ({
          app,
          pods: pods.filter((pod) => pod.labels.app === app),
        }));
        const waiting = clients.filter((client) => !client.pods.some((pod) => pod.ready));
        const evidence = list(
          clients.flatMap((client) => client.pods.map((pod) => `${pod.name} ${pod.trouble ?? pod.status}`)),
        );
        return waiting.length === 0
          ? holds(evidence)
          : fails(
              `waiting for ${list(waiting.map((client) => client.app))}; pods: ${evidence}`,
              'ErrImagePull: run step 2.1 again. CrashLoopBackOff: read the log.',
            );
      },
    }),
    check({
      id: 'topic-appeared',
      title: 'the topic exists, with four partitions',
      look: ['topics'],
      withinMs: 60_000,
      lasting: true,
      verify: ({ topics }, facts) => {
        const topic = topics.find((candidate) => candidate.name === facts.topic);
        if (!topic)
          return fails(
            `topics: ${list(topics.map((candidate) => candidate.name))}`,
            'Does the producer reach a broker?',
          );
        return topic.partitions.length === facts.partitions
          ? holds(`${topic.name}: ${topic.partitions.length} partitions`)
          : fails(
              `${topic.name}: ${topic.partitions.length} partitions`,
              'Compare KAFKA_NUM_PARTITIONS in kafka.yml.',
            );
      },
    }),
  ],
  hints: ['`kubectl logs -l app=ece573-prj05-producer` shows what the producer says.'],
  // Before the bars show it.
  prediction: predictShare('Which share of the messages will this consumer receive?', '2.5'),
  questions: [
    {
      id: '2.2.1',
      text: 'What are the environment variables ROLE and KAFKA_BROKER in clients.yml for?',
      hints: [
        'The image is the same for both Deployments. What is different?',
        'Compare the two values of KAFKA_BROKER. Must a client know all brokers to reach all partitions?',
      ],
    },
    {
      id: '2.2.2',
      text: "Which library do the course's Go clients use for Kafka? Many pages call it github.com/Shopify/sarama: why?",
      hints: [
        'Look at the imports at the top of clients.go.',
        'Open the old address in a browser and see where it takes you. Who looks after the project today?',
      ],
    },
  ],
  required: true,
};
