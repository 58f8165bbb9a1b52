import {
  noDuplicates,
  noneMissing,
  noPartitionSkipped,
  shareIsWhole,
  windowHolds,
} from '../checks/tally-checks.ts';
import type { Step } from '../model/step.ts';

export const countAll: Step = {
  id: '3.3',
  title: 'Count again: nothing is missing',
  figures: ['Figure 17', 'Figure 18'],
  text: 'The same count as in 2.5, for the group. The producer stops, the group reads what is left, and then every partition is compared, message by message: none missing, none twice.',
  lookFor: 'All four bars are full, and the share is 100 %.',
  commands: ({ facts }) => [
    { line: `kubectl logs -l app=${facts.producerApp} --tail=1` },
    { line: `kubectl logs -l app=${facts.consumerApp} --tail=1` },
  ],
  undo: ({ facts }) => [`kubectl scale deployment/${facts.producerApp} --replicas=1`],
  effects: [{ kind: 'collect-window', says: 'Counting what the consumer group receives' }],
  checks: [
    windowHolds('group-window', 'group'),
    noPartitionSkipped('group-all-partitions'),
    noneMissing('group-none-missing'),
    noDuplicates('group-none-twice'),
    shareIsWhole('group-share'),
  ],
  hints: [
    'If something is missing, look at which partition: does a member own it?',
    'If something is there twice, a member was replaced before it had committed what it read.',
  ],
  questions: [],
};
