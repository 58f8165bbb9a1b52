import type { ComparisonRow } from './model/step.ts';

/** Table 1 of the worked report: one partition's consumer against the consumer group. */
export const comparison: readonly ComparisonRow[] = [
  {
    feature: 'Partitions consumed',
    original: { checks: ['quarter-partition-0', 'quarter-others'] },
    improved: { checks: ['group-all-partitions'] },
  },
  {
    feature: 'Message processing',
    original: { checks: ['share-quarter'] },
    improved: { checks: ['group-share', 'group-none-twice'] },
  },
  {
    feature: 'Scalability',
    original: { says: 'None: it names its partition itself, so a second one would read the same messages.' },
    improved: { checks: ['scale-2-owners', 'scale-4-owners', 'scale-5-owners', 'scale-5-idle'] },
  },
  {
    feature: 'Fault tolerance',
    original: { says: 'None among consumers: nobody takes over its partition.' },
    improved: {
      checks: ['lost-consumer-healed', 'lost-consumer-whole', 'leaders-moved', 'lost-broker-whole'],
    },
  },
  {
    feature: 'Offset management',
    original: { says: 'None: it commits nothing and starts with the newest message each time.' },
    improved: { checks: ['restart-resumes', 'restart-none-again', 'restart-whole'] },
  },
];
