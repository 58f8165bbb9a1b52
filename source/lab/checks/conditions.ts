import { hasCommitted, isAssigned, isInSync, latestMoment } from '../model/timeline.ts';
import { replaced } from './group-checks.ts';
import { fellBehind, isAlone, tookBack } from './lost-broker.ts';
import { type NamedCondition, namedCondition } from './named-check.ts';
import { commitsOf, resumptions } from './resumption.ts';

/** What a watch can wait for. Each is about the last moment that was seen, or about the experiment up to it. */
export const conditions: readonly NamedCondition[] = [
  namedCondition({
    name: 'group-assigned',
    says: 'Every partition has exactly one owner in the group, and every running consumer is a member.',
    parameters: {},
    holds: (timeline, facts) => isAssigned(latestMoment(timeline), facts),
  }),
  namedCondition({
    name: 'group-size',
    says: 'The group has this many members.',
    parameters: { members: { type: 'number', says: 'how many' } },
    holds: (timeline, _facts, { members }) => latestMoment(timeline).members.length === members,
  }),
  namedCondition({
    name: 'in-sync',
    says: 'Every partition has a leader, and all of its replicas are in sync.',
    parameters: {},
    holds: (timeline, facts) => isInSync(latestMoment(timeline), facts),
  }),
  namedCondition({
    name: 'offsets-committed',
    says: 'The group has committed an offset in every partition.',
    parameters: {},
    holds: (timeline, facts) => hasCommitted(latestMoment(timeline), facts),
  }),
  namedCondition({
    name: 'consumer-replaced',
    says: 'As many consumers joined the group as left it, and at least one did.',
    parameters: {},
    holds: (timeline) => replaced(timeline) !== undefined,
  }),
  namedCondition({
    name: 'consumer-resumed',
    says: 'The consumers that came have read a message of every partition; without metrics, they have committed further than those before them.',
    parameters: {},
    holds: (timeline, facts) =>
      latestMoment(timeline).noMetrics
        ? commitsOf(timeline, facts).every(({ before, now }) => now > before)
        : resumptions(timeline, facts).every((each) => each.firstOffset !== undefined),
  }),
  namedCondition({
    name: 'broker-was-away',
    says: 'The broker was missing from the replicas in sync, or lost the lead. Of a single broker nobody can tell.',
    parameters: {
      broker: { type: 'number', says: 'the number of the broker, from 0, in the order of their pods' },
    },
    holds: (timeline, facts, { broker }) =>
      isAlone(facts) ||
      fellBehind(timeline, facts, broker).length > 0 ||
      tookBack(timeline, facts, broker).length > 0,
  }),
];
