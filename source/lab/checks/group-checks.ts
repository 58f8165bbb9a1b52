import type { MomentSeen, TimelineSeen } from '../model/observations.ts';
import { list } from '../model/text-format.ts';
import {
  assignedAfterMs,
  isAssigned,
  latestMoment,
  idleMembers as membersWithout,
  seconds,
  shortName,
} from '../model/timeline.ts';
import { fails, holds } from '../model/verdict.ts';
import { readsAllWithoutGroup } from './estimate-checks.ts';
import { namedCheck } from './named-check.ts';

export const groupOwnsPartitions = namedCheck({
  name: 'group-owns-partitions',
  says: 'A consumer group owns every partition of the topic.',
  parameters: {},
  look: ['tally'],
  withinMs: 90_000,
  lasting: true,
  verify: ({ tally }, facts) => {
    const withoutGroup = readsAllWithoutGroup(tally);
    if (withoutGroup !== undefined) return withoutGroup;
    const owned = tally.partitions.filter((partition) => partition.owner !== undefined);
    const consumer = tally.estimate?.consumer ?? tally.consumer;
    const evidence = `consumer: ${consumer}; owned: ${list(owned.map((partition) => `p${partition.partition}`))}`;
    return consumer === 'group' && owned.length === facts.partitions
      ? holds(evidence)
      : fails(evidence, 'A group forms a few seconds after its first member has joined.');
  },
});

export const groupMembers = namedCheck({
  name: 'group-members',
  says: 'The consumer group has this many members.',
  parameters: { members: { type: 'number', says: 'how many' } },
  look: ['timeline'],
  withinMs: 20_000,
  verify: ({ timeline }, _facts, { members }) => {
    const { members: now } = latestMoment(timeline);
    const evidence = `${now.length} members: ${list(now.map(shortName))}`;
    return now.length === members
      ? holds(evidence)
      : fails(evidence, 'A consumer joins a few seconds after its pod has started.');
  },
});

export const idleMembers = namedCheck({
  name: 'idle-members',
  says: 'The partitions are assigned, and this many members of the group have none.',
  parameters: { idle: { type: 'number', says: 'how many' } },
  look: ['timeline'],
  withinMs: 20_000,
  verify: ({ timeline }, facts, { idle }) => {
    const now = latestMoment(timeline);
    const found = membersWithout(now);
    const evidence = `${now.members.length} members, ${facts.partitions} partitions, idle: ${list(found.map(shortName))}`;
    return found.length === idle && isAssigned(now, facts)
      ? holds(evidence)
      : fails(evidence, 'Is every consumer a member yet?');
  },
});

export const consumerReplaced = namedCheck({
  name: 'consumer-replaced',
  says: 'During the experiment as many consumers joined the group as left it, and at least one did.',
  parameters: {},
  look: ['timeline'],
  withinMs: 20_000,
  verify: ({ timeline }) => {
    const change = replaced(timeline);
    if (change === undefined)
      return fails(
        `before: ${list(runsOf(timeline.before))}; now: ${list(runsOf(latestMoment(timeline)))}`,
        'A new pod starts as soon as the old one is being deleted.',
      );
    return holds(
      `${list(change.gone)} gone, ${list(change.come)} joined, group whole after ${seconds(assignedAfterMs(timeline) ?? 0)}`,
    );
  },
});

/** The pods that read; without metrics, the members of the group, by the pod where it is known. */
function runsOf({ readers, members, noMetrics }: MomentSeen): string[] {
  return noMetrics ? members.map(({ pod, id }) => pod ?? id) : readers.map((reader) => reader.pod);
}

/** Which pods of the group went and which came, where as many came as went. */
export function replaced(timeline: TimelineSeen): { gone: string[]; come: string[] } | undefined {
  const before = runsOf(timeline.before);
  const now = runsOf(latestMoment(timeline));
  const gone = before.filter((pod) => !now.includes(pod));
  const come = now.filter((pod) => !before.includes(pod));
  return gone.length > 0 && come.length === gone.length ? { gone, come } : undefined;
}
