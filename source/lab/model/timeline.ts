import type { MemberSeen, MomentSeen, TimelineSeen } from './observations.ts';
import type { LabFacts } from './step.ts';
import { list } from './text-format.ts';

export function latestMoment({ before, moments }: TimelineSeen): MomentSeen {
  return moments.at(-1) ?? before;
}

/** Every partition has exactly one owner, and every running consumer is a member. */
export function isAssigned({ members, readers, noMetrics }: MomentSeen, facts: LabFacts): boolean {
  const owned = members.flatMap((member) => member.partitions);
  return (
    members.length > 0 &&
    (noMetrics === true || members.length === readers.length) &&
    owned.length === facts.partitions &&
    new Set(owned).size === facts.partitions
  );
}

/** Every partition has a leader, and all of its replicas are in sync. */
export function isInSync({ partitions }: MomentSeen, facts: LabFacts): boolean {
  return (
    partitions.length === facts.partitions &&
    partitions.every(
      ({ leader, replicas, isr }) => leader >= 0 && replicas.every((replica) => isr.includes(replica)),
    )
  );
}

export function hasCommitted({ committed }: MomentSeen, facts: LabFacts): boolean {
  return committed.length === facts.partitions && committed.every((offset) => offset >= 0);
}

export function idleMembers({ members }: MomentSeen): readonly MemberSeen[] {
  return members.filter((member) => member.partitions.length === 0);
}

/** `…x7k2p: p0 p2` for each member, without the prefix that all names share. */
export function describeAssignment({ members }: MomentSeen): string {
  return list(
    [...members]
      .sort((a, b) => (a.partitions[0] ?? Infinity) - (b.partitions[0] ?? Infinity))
      .map((member) => {
        const owned = member.partitions.map((partition) => `p${partition}`).join(' ');
        return `${shortName(member)}: ${owned === '' ? 'idle' : owned}`;
      }),
  );
}

/** `ece573-prj05-consumer-5d9c-x7k2p` → `…x7k2p` */
export function shortName({ pod, id }: Pick<MemberSeen, 'pod' | 'id'>): string {
  const name = pod ?? id;
  return `…${name.split('-').at(-1)}`;
}

/** Since when the assignment is as it is now, in ms after the first command. */
export function assignedAfterMs({ moments }: TimelineSeen): number | undefined {
  let since: number | undefined;
  const last = moments.at(-1);
  for (const moment of [...moments].reverse()) {
    if (assignmentOf(moment) !== assignmentOf(last!)) break;
    since = moment.atMs;
  }
  return since;
}

/** Since when all replicas have been in sync, in ms after the first command; undefined if they are not. */
export function inSyncAfterMs({ moments }: TimelineSeen, facts: LabFacts): number | undefined {
  let since: number | undefined;
  for (const moment of [...moments].reverse()) {
    if (!isInSync(moment, facts)) break;
    since = moment.atMs;
  }
  return since;
}

function assignmentOf({ members }: MomentSeen): string {
  return JSON.stringify(members.map(({ id, partitions }) => [id, partitions]).sort());
}

/** `5213` → `5.2 s` */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
