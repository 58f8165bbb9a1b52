import { count, list } from '../model/text-format.ts';
import { latestMoment } from '../model/timeline.ts';
import { fails, holds } from '../model/verdict.ts';
import { namedCheck } from './named-check.ts';
import { describeResumption, resumptions, resumptionWithoutMetrics } from './resumption.ts';

export const offsetsResumed = namedCheck({
  name: 'offsets-resumed',
  says: 'The consumers that came during the experiment began at the offsets that the group had committed.',
  parameters: {},
  look: ['timeline'],
  withinMs: 20_000,
  verify: ({ timeline }, facts) => {
    if (latestMoment(timeline).noMetrics) return resumptionWithoutMetrics(timeline, facts);
    const partitions = resumptions(timeline, facts);
    const evidence = list(partitions.map(describeResumption));
    if (partitions.some((each) => each.committed < 0))
      return fails(evidence, 'The group had committed nothing before: let it read for a few seconds first.');
    return partitions.every((each) => each.startOffset !== undefined && each.startOffset >= each.committed)
      ? holds(evidence)
      : fails(evidence, 'A group that finds no committed offset starts with the oldest message.');
  },
});

export const noneReadAgain = namedCheck({
  name: 'none-read-again',
  says: 'The consumers that came during the experiment read nothing from before the committed offsets.',
  parameters: {},
  look: ['timeline'],
  withinMs: 20_000,
  verify: ({ timeline }, facts) => {
    if (latestMoment(timeline).noMetrics) return resumptionWithoutMetrics(timeline, facts);
    const partitions = resumptions(timeline, facts);
    const evidence = list(
      partitions.map(
        (each) =>
          `p${each.partition} committed ${count(each.committed)}, first read ${each.firstOffset === undefined ? 'nothing yet' : count(each.firstOffset)}`,
      ),
    );
    return partitions.every(
      (each) => each.committed >= 0 && each.firstOffset !== undefined && each.firstOffset >= each.committed,
    )
      ? holds(evidence)
      : fails(evidence, 'Only messages that were read but not yet committed may arrive again.');
  },
});
