import { linkEvery } from '../model/bounds.ts';
import type { Finding } from '../model/finding.ts';
import type { JournalSummary } from '../model/journal-summary.ts';

export interface Compared {
  readonly id: string;
  /** How the others are told of them. */
  readonly label: string;
  readonly journals: readonly JournalSummary[];
}

/** Fewer records in common are an accident. */
const fewestShared = 10;
/** A record that more people have is in the files that they began with, or made to slow this down. */
const mostSharing = 50;
/** So many others are named. */
const mostNamed = 3;

/** What the journals of different people have in common and should not: for each person, in the same order. */
export function comparePeople(people: readonly Compared[]): Finding[][] {
  const findings: Finding[][] = people.map(() => []);
  const sameOrigin = countShared(people, ({ links }) => links);
  const sameRecords = countShared(people, ({ fingerprints }) => fingerprints);
  const idsOf = (indexes: readonly number[]): string[] => indexes.map((index) => people[index]!.id);
  const placed = (indexes: readonly number[]): string =>
    named(indexes.map((index) => placedOf(people[index]!)));
  for (const [index, person] of people.entries()) {
    const origins = [...(sameOrigin.get(index) ?? [])];
    if (origins.length > 0) {
      const others = origins.map(([other]) => other);
      const alike = `of one session, the same in about ${most(origins) * linkEvery} records`;
      findings[index]!.push({
        kind: 'same-origin',
        weight: 'doubt',
        text: `it begins as the journal of ${placed(others)} does: both are ${alike}`,
        among: { others: idsOf(others), text: `the journals are ${alike}` },
      });
    }
    const total = person.journals.reduce((sum, { fingerprints }) => sum + fingerprints.size, 0);
    const records = [...(sameRecords.get(index) ?? [])].filter(
      ([other, count]) =>
        count >= fewestShared &&
        !origins.some(([known, linked]) => known === other && linked * linkEvery >= count),
    );
    if (records.length > 0) {
      const others = records.map(([other]) => other);
      findings[index]!.push({
        kind: 'same-records',
        weight: 'doubt',
        text: `${most(records)} of its ${total} acts are in the journal of ${placed(others)} as well, at the same tenth of a millisecond`,
        among: {
          others: idsOf(others),
          text: `${most(records)} acts are in each of the journals, at the same tenth of a millisecond`,
        },
      });
    }
  }
  for (const [index, others] of samePeople(people))
    findings[index]!.push({
      kind: 'same-person',
      weight: 'doubt',
      text: `it names the same person or installation as the journal of ${placed(others)}`,
      among: { others: idsOf(others), text: 'the journals name the same person or installation' },
    });
  return findings;
}

/** Person → other person → how many of these they have in common. */
function countShared<T>(
  people: readonly Compared[],
  itemsOf: (journal: JournalSummary) => Iterable<T>,
): Map<number, Map<number, number>> {
  const owners = new Map<T, number[]>();
  for (const [index, { journals }] of people.entries())
    for (const journal of journals)
      for (const item of itemsOf(journal)) {
        const known = owners.get(item);
        if (known === undefined) owners.set(item, [index]);
        else if (known.at(-1) !== index && known.length < mostSharing) known.push(index);
      }
  const shared = new Map<number, Map<number, number>>();
  for (const sharing of owners.values()) {
    if (sharing.length < 2) continue;
    for (const one of sharing)
      for (const other of sharing) {
        if (one === other) continue;
        const counts = shared.get(one) ?? new Map<number, number>();
        counts.set(other, (counts.get(other) ?? 0) + 1);
        shared.set(one, counts);
      }
  }
  return shared;
}

function samePeople(people: readonly Compared[]): Map<number, number[]> {
  const known = new Map<string, Set<number>>();
  for (const [index, { journals }] of people.entries())
    for (const { emails, installations } of journals)
      for (const id of [...emails, ...installations]) known.set(id, (known.get(id) ?? new Set()).add(index));
  const same = new Map<number, Set<number>>();
  for (const group of known.values()) {
    if (group.size < 2) continue;
    for (const one of group) {
      const others = same.get(one) ?? new Set<number>();
      for (const other of group) if (other !== one && others.size < mostSharing) others.add(other);
      same.set(one, others);
    }
  }
  return new Map([...same].map(([index, others]) => [index, [...others]]));
}

const most = (counts: readonly (readonly [number, number])[]): number =>
  counts.reduce((largest, [, count]) => Math.max(largest, count), 0);

/** `Ada (handed in as class/Ada/journal.jsonl)` */
function placedOf({ label, journals }: Compared): string {
  const [first] = journals;
  return first === undefined ? label : `${label} (handed in as ${first.source})`;
}

/** `Ada, Bob and 3 more` */
export function named(labels: readonly string[]): string {
  const more = labels.length > mostNamed ? ` and ${labels.length - mostNamed} more` : '';
  return `${labels.slice(0, mostNamed).join(', ')}${more}`;
}
