import {
  otherPartitionsAreUnread,
  partitionZeroIsWhole,
  shareIsOnePartition,
  windowHolds,
} from '../checks/tally-checks.ts';
import type { Step } from '../model/step.ts';

export const countQuarter: Step = {
  id: '2.5',
  title: 'Count: where are the messages?',
  figures: ['Figure 11', 'Figure 12'],
  text: 'Now the lab counts: it waits until enough messages are published, stops the producer, lets the consumer finish, and compares what each partition holds with what the consumer received since it started.',
  lookFor: 'Partition 0 is complete. The other three were never read.',
  commands: ({ facts }) => [
    { line: `kubectl logs -l app=${facts.producerApp} --tail=1` },
    { line: `kubectl logs -l app=${facts.consumerApp} --tail=1` },
  ],
  undo: ({ facts }) => [`kubectl scale deployment/${facts.producerApp} --replicas=1`],
  effects: [{ kind: 'collect-window', says: 'Counting what the partition-0 consumer receives' }],
  checks: [
    windowHolds('quarter-window', 'partition'),
    partitionZeroIsWhole('quarter-partition-0'),
    otherPartitionsAreUnread('quarter-others'),
    shareIsOnePartition('share-quarter'),
  ],
  hints: [
    'Nothing is lost: what was not received is still in the partitions, waiting for someone to read it.',
    'The count is exact for partition 0. The share of the whole is a quarter only on average, because every message goes to a random partition.',
  ],
  questions: [
    {
      id: '2.2',
      text: 'The consumer seems to receive only a quarter of what the producer publishes. Why?',
      hints: [
        'How many partitions does the topic have, and how does the producer choose one for a message without a key?',
        'Which partitions does the consumer ask for? The bars at the bottom of the screen show it.',
      ],
    },
  ],
};
