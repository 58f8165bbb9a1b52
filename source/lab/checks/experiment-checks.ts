import type { TimelineSeen } from '../model/observations.ts';
import { count, list } from '../model/text-format.ts';
import { assignedAfterMs, describeAssignment, isAssigned, latestMoment, seconds } from '../model/timeline.ts';
import { fails, holds } from '../model/verdict.ts';
import { estimatedWhole } from './estimate-checks.ts';
import { namedCheck } from './named-check.ts';
import { redelivered } from './tally-checks.ts';

export const partitionOwners = namedCheck({
  name: 'partition-owners',
  says: 'Every partition has one owner, every running consumer is a member, and no member has two partitions more than another.',
  parameters: {},
  look: ['timeline'],
  withinMs: 20_000,
  verify: ({ timeline }, facts) => {
    const now = latestMoment(timeline);
    if (!isAssigned(now, facts))
      return fails(describeAttempt(timeline), 'Is the consumer group running? Step 3.1 starts it.');
    const sizes = now.members.map((member) => member.partitions.length);
    const evidence = `${describeAssignment(now)} (after ${seconds(assignedAfterMs(timeline) ?? 0)})`;
    return Math.max(...sizes) - Math.min(...sizes) <= 1
      ? holds(evidence)
      : fails(evidence, 'With a round-robin assignment, no member owns two partitions more than another.');
  },
});

export const nothingLost = namedCheck({
  name: 'nothing-lost',
  says: 'Every message of the window was received, also by members that have left; some may have come again.',
  parameters: {},
  look: ['tally'],
  withinMs: 45_000,
  verify: ({ tally }, facts) => {
    if (tally.estimate) return estimatedWhole(tally, tally.estimate, facts);
    if (tally.consumer !== 'group')
      return fails(`the running consumer is: ${tally.consumer}`, 'Run step 3.1 first.');
    if (tally.partitions.length < facts.partitions)
      return fails(`${tally.partitions.length} of ${facts.partitions} partitions counted`);
    const short = tally.partitions.filter((partition) => partition.distinct !== partition.window);
    const again = redelivered(tally);
    const evidence = `${count(tally.received - again)} of ${count(tally.window)} received, ${again === 0 ? 'none' : count(again)} of them again (at least once)`;
    if (short.length > 0)
      return fails(
        list(short.map((each) => `p${each.partition} ${count(each.distinct)} of ${count(each.window)}`)),
        'Is every partition assigned to a member that reads?',
      );
    if (tally.window === 0) return fails('the window is empty', 'Start the producer.');
    return tally.settled ? holds(evidence) : fails(evidence, 'The producer is not stopped yet.');
  },
});

function describeAttempt(timeline: TimelineSeen): string {
  const now = latestMoment(timeline);
  const members = now.members.length === 0 ? 'no stable group' : `members: ${describeAssignment(now)}`;
  return `${members}; consumers that respond: ${now.readers.length}`;
}
