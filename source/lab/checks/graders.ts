import { estimatedTally } from '../model/estimated-tally.ts';
import { inWords } from '../model/number-words.ts';
import { count, list, percent } from '../model/text-format.ts';
import { idleMembers, isAssigned, latestMoment } from '../model/timeline.ts';
import { linePrinted, linesCounted } from './line-graders.ts';
import { type NamedGrader, namedGrader } from './named-check.ts';
import { logSays, podState } from './pod-graders.ts';
import { describeResumption, resumptions } from './resumption.ts';

/** The shares that a learner can choose from: of fewer than three partitions, quarters. */
function sharesOf(partitions: number): readonly { readonly id: string; readonly share: number }[] {
  const pieces = partitions < 3 ? 4 : partitions;
  return [
    { id: 'quarter', share: 1 / pieces },
    { id: 'half', share: 0.5 },
    { id: 'most', share: (pieces - 1) / pieces },
    { id: 'all', share: 1 },
  ];
}

/** How predictions are graded. Each says which ids the choices must have. */
export const graders: readonly NamedGrader[] = [
  linePrinted,
  linesCounted,
  namedGrader({
    name: 'share-received',
    says: "The share of the window that the consumer received, by the nearest of `quarter` (one partition's share; of fewer than three partitions a quarter), `half`, `most` (all partitions but one) and `all`.",
    parameters: {},
    look: ['tally'],
    grade: ({ tally: seen }, facts) => {
      const tally = estimatedTally(seen);
      if (!tally.settled || tally.window === 0) return undefined;
      const nearest = sharesOf(facts.partitions).reduce((best, each) =>
        Math.abs(each.share - tally.share) < Math.abs(best.share - tally.share) ? each : best,
      );
      return {
        choice: nearest.id,
        evidence: `${count(tally.received)} of ${count(tally.window)}, ${percent(tally.share)}${tally.estimated === true ? ' (estimated)' : ''}`,
      };
    },
  }),
  namedGrader({
    name: 'partitions-shared',
    says: 'How two members share the partitions; the id is what the busier one owns, in words.',
    parameters: {},
    look: ['timeline'],
    grade: ({ timeline }, { partitions }, _parameters, choices) => {
      const owned = latestMoment(timeline).members.map((member) => member.partitions.length);
      const more = Math.ceil(partitions / 2);
      const most = Math.max(0, ...owned);
      const least = Math.min(...owned);
      const choice = inWords(most);
      if (owned.length === 0 || most - least > more - (partitions - more) || !choices.includes(choice))
        return undefined;
      return { choice, evidence: `partitions owned: ${list(owned)}` };
    },
  }),
  namedGrader({
    name: 'most-partitions-owned',
    says: 'How many partitions the busiest member of the group owns; the id is the number.',
    parameters: {},
    look: ['timeline'],
    grade: ({ timeline }) => {
      const owned = latestMoment(timeline).members.map((member) => member.partitions.length);
      if (owned.length === 0) return undefined;
      return { choice: String(Math.max(...owned)), evidence: `partitions owned: ${list(owned)}` };
    },
  }),
  namedGrader({
    name: 'idle-members',
    says: 'How many members of the group own no partition; the id is the number.',
    parameters: {},
    look: ['timeline'],
    grade: ({ timeline }, facts) => {
      const now = latestMoment(timeline);
      if (!isAssigned(now, facts)) return undefined;
      const found = idleMembers(now).length;
      return {
        choice: String(found),
        evidence: `${now.members.length} members, ${found} without a partition`,
      };
    },
  }),
  namedGrader({
    name: 'messages-missing',
    says: 'Whether messages of the window are missing.',
    parameters: {
      none: { type: 'text', says: 'the id of the choice that none is' },
      some: { type: 'text', says: 'the id of the choice that some are' },
    },
    look: ['tally'],
    grade: ({ tally }, _facts, { none, some }) => {
      if (!tally.settled || tally.window === 0) return undefined;
      const missing = tally.partitions.reduce((sum, each) => sum + each.window - each.distinct, 0);
      return {
        choice: missing === 0 ? none : some,
        evidence: `${count(missing)} of ${count(tally.window)} missing`,
      };
    },
  }),
  namedGrader({
    name: 'brokers-registered',
    says: 'How many brokers have registered in ZooKeeper; the id is the number.',
    parameters: {},
    look: ['brokers'],
    grade: ({ brokers }, facts) =>
      // Some may still be starting.
      brokers.length < facts.brokers
        ? undefined
        : { choice: String(brokers.length), evidence: `broker ids ${list(brokers.map(({ id }) => id))}` },
  }),
  namedGrader({
    name: 'start-of-reading',
    says: 'Where the consumers that came began to read: `committed` or `oldest`.',
    parameters: {},
    look: ['timeline'],
    grade: ({ timeline }, facts) => {
      const partitions = resumptions(timeline, facts);
      if (partitions.some((each) => each.firstOffset === undefined || each.committed < 0)) return undefined;
      const choice = partitions.every((each) => each.firstOffset! >= each.committed) ? 'committed' : 'oldest';
      return { choice, evidence: list(partitions.map(describeResumption)) };
    },
  }),
  podState,
  logSays,
];
