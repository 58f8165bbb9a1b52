import { type Html, html } from '../../report/html-text.ts';
import { byWeight } from '../class/weigh-findings.ts';
import type { PersonGrades } from '../model/class-grades.ts';
import type { Finding } from '../model/finding.ts';
import { linkTo } from './words.ts';

interface Doubt {
  readonly finding: Finding;
  readonly people: readonly PersonGrades[];
  readonly text: string;
}

/** So many people of one line are named. */
const mostNamed = 10;

/** What raises questions, a line each, the weightiest first; what is between several people once for all of them. */
export function renderDoubts(people: readonly PersonGrades[]): Html {
  const doubts = doubtsOf(people);
  const ordered = byWeight(doubts.map(({ finding }) => finding));
  const lines = doubts.toSorted((a, b) => ordered.indexOf(a.finding) - ordered.indexOf(b.finding));
  return html`<ul>${lines.map(
    ({ people: [first, ...others], text }) =>
      html`<li>${linkTo(first!)}${others.slice(0, mostNamed - 1).map((each) => html`, ${linkTo(each)}`)}${others.length < mostNamed ? '' : ` and ${others.length - mostNamed + 1} more`}: ${text}</li>
`,
  )}</ul>`;
}

function doubtsOf(people: readonly PersonGrades[]): Doubt[] {
  const byId = new Map(people.map((person) => [person.id, person]));
  const said = new Map<string, Set<string>>();
  return people.flatMap((person) =>
    person.findings.flatMap((finding): Doubt[] => {
      const { weight, kind, among, text } = finding;
      if (weight !== 'doubt') return [];
      if (among === undefined) return [{ finding, people: [person], text }];
      // The others said it of this person, and of everyone whom this person says it of.
      const key = `${kind} ${among.text}`;
      const known = said.get(key) ?? new Set<string>();
      const all = [person.id, ...among.others];
      if (all.every((id) => known.has(id))) return [];
      said.set(key, new Set([...known, ...all]));
      return [{ finding, people: all.flatMap((id) => byId.get(id) ?? []), text: among.text }];
    }),
  );
}
